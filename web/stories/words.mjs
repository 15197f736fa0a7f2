// The words of the webmail, as it has them: stories that are played in both languages press what is called so.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const SRC = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Of a module of the webmail, or of its tests: what it exports. It is made in memory. */
export async function moduleOf(path) {
    const { outputFiles: [one] } = await build({ entryPoints: [join(SRC, path)], bundle: true, format: 'esm',
        platform: 'node', write: false, logLevel: 'warning' })
    return import(`data:text/javascript;base64,${Buffer.from(one.text).toString('base64')}`)
}

/** `main`, `account`, `operator`, of a language. */
export async function wordsOf(language) {
    const files = { main: language, account: `account-${language}`, operator: `operator-${language}`, sealed: `sealed-${language}`, lock: `lock-${language}`, trust: `trust-${language}` }
    const all = await Promise.all(Object.values(files).map(one => moduleOf(`src/text/${one}.ts`)))
    return Object.fromEntries(Object.keys(files).map((name, i) => [name, Object.values(all[i])[0]]))
}
