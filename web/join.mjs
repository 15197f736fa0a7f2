// Makes one file of all that a page loads at once. The bundler cuts out what several parts share, in dozens of pieces
// of some hundred octets, each of which is asked for, unpacked and compiled by itself before the first line of the
// page runs.
import { createHash } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** An import of a part, as the bundler writes it when it makes text small. */
const IMPORT = /import(?:\{([^{}]*)\}from)?"\.\/([\w-]+\.js)";/g

/**
 * `first`: files in `folder` that a page loads at once, its own first. They become one, which gives on to all others
 * what these take from them. Since one name is in all of them, each gets a new name, made of all contents: a browser
 * keeps files by their names. `build`: of esbuild. Gives the names, new by old; of what was joined, that of the whole.
 */
export async function joinFirst(build, options, metafile, folder, first) {
    const outputs = Object.entries(metafile.outputs).map(([file, { exports }]) => ({ file: basename(file), exports }))
        .filter(({ file }) => file.endsWith('.js'))
    const texts = new Map()
    for (const { file } of outputs) texts.set(file, await readFile(join(folder, file), 'utf8'))
    const mark = hashOf([...texts].sort(([a], [b]) => a < b ? -1 : 1).flat().join('\n'))
    const whole = `${first[0].replace(/-[^-]*$/, '')}-${mark}.js`
    const names = new Map(outputs.map(({ file }) => [file, first.includes(file) ? whole : `${file.replace(/-[^-]*$/, '')}-${hashOf(file + mark)}.js`]))
    const given = (file, name) => `p${first.indexOf(file)}_${name}`
    const gives = outputs.filter(({ file, exports }) => first.includes(file) && exports.length > 0)
        .map(({ file, exports }) => `export{${exports.map(name => `${name} as ${given(file, name)}`).join(',')}}from"./${file}";`)
    const later = { name: 'later', setup: one => one.onResolve({ filter: /^\.\// }, ({ path }) => first.includes(basename(path))
        ? undefined : { path: `./${names.get(basename(path))}`, external: true }) }
    const stdin = { contents: `import"./${first[0]}";${gives.join('')}`, resolveDir: folder, loader: 'js' }
    await build({ ...options, entryPoints: undefined, stdin, outdir: undefined, outfile: join(folder, whole),
        entryNames: '[name]', splitting: false, metafile: false, plugins: [later] })
    for (const [file, text] of texts) {
        await rm(join(folder, file))
        if (!first.includes(file)) await writeFile(join(folder, names.get(file)), moved(file, text))
    }
    return names

    function moved(file, text) {
        const taken = text.replace(IMPORT, (line, list, from) => first.includes(from)
            ? `import{${(list ?? '').split(',').filter(Boolean).map(one => one.split(' as '))
                .map(([there, here = there]) => `${given(from, there)} as ${here}`).join(',')}}from"./${from}";` : line)
        return taken.replace(/(["'`])\.\/([\w-]+\.js)\1/g, (line, quote, from) => {
            if (names.has(from)) return `${quote}./${names.get(from)}${quote}`
            throw new Error(`${file} asks for ${from}, which is not there`)
        })
    }
}

function hashOf(text) { return createHash('sha256').update(text).digest('base64url').replace(/[^A-Za-z0-9]/g, '').slice(0, 8).toUpperCase() }
