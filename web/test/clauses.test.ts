import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const WHOLE = '../src/test/java/sigillo/whole'

test('each clause of what the webmail is to do belongs to a script that a class of tests plays, and that says so', () => {
    const table = readFileSync('stories/clauses.mjs', 'utf8')
    const clauses = [...table.matchAll(/^ {4}'?([a-z-]+)'?: \['[^']+', '([a-z-]+)', '[^']+'\],$/gm)].map(([, clause, script]) => [clause!, script!] as const)
    assert(clauses.length >= 95, `${clauses.length}`)
    const classes = readdirSync(WHOLE).filter(name => /^Webmail.*StoriesTest\.java$/.test(name)).map(name => readFileSync(join(WHOLE, name), 'utf8')).join()
    for (const [clause, script] of clauses) {
        assert(classes.includes(`.play("${script}"`), `nothing plays ${script}`)
        // those of looks are called as the look is
        const isComputed = script === 'tour' || clause.startsWith('pane-') || clause.endsWith('-suggestion')
        assert(isComputed || readFileSync(`stories/${script}.mjs`, 'utf8').includes(`'${clause}'`), `${script} does not play ${clause}`)
    }
})
