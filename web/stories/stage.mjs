// What all stories stand on: a browser's pages in three sizes, what none of them may do, and looking by IMAP.
import assert from 'node:assert/strict'
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

/** In the folder of the pictures: which clause was played by which script, and on which screen. */
export const PLAYED = 'played.jsonl'
const SCRIPT = basename(process.argv[1] ?? '')
/** Debian's, or that of the variable of this name. */
export const CHROMIUM = fileURLToPath(new URL('chromium.sh', import.meta.url))
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const PATIENCE_MS = 40_000
export const SIZES = { desk: { width: 1440, height: 900 }, tablet: { width: 768, height: 1024 },
    phone: { width: 390, height: 844 } }

export function launch() {
    // a worker is only kept where the certificate is taken
    return chromium.launch({ executablePath: CHROMIUM,
        args: ['--no-sandbox', '--disable-dev-shm-usage', '--ignore-certificate-errors'] })
}

/** Asks again until it is so, as long as a person would; then it is said what there was. */
export async function until(work, wants, what, patienceMs = PATIENCE_MS) {
    for (const end = Date.now() + patienceMs; ;) {
        const got = await work()
        if (wants(got)) return got
        if (Date.now() > end) assert.fail(`${what}: ${JSON.stringify(got)}`)
        await new Promise(resolve => setTimeout(resolve, 100))
    }
}

/**
 * So soon, in a field for a time. It offers minutes; a story that waited for the next one would wait for half of it,
 * so here it takes seconds too: what becomes of the time is the same.
 */
export async function fillSoon(field, seconds) {
    const text = await field.evaluate((one, from) => {
        one.step = 1
        const at = new Date(Date.now() + from * 1_000)
        // the browser writes no seconds where there are none
        return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19).replace(/:00$/, '')
    }, seconds)
    await field.fill(text)
}

/** A vault to which this page, or another of the account, is writing: the webmail waits, and asks again. */
function isAskedAgain(said) {
    return /status of (412|429|503)/.test(said.text()) && /\/api\/vault\//.test(said.location().url)
}

/** `pictures`: where screenshots go. */
export class Stage {
    constructor(demo, browser, pictures) {
        Object.assign(this, { demo, browser, pictures })
        mkdirSync(pictures, { recursive: true })
    }

    /** `session`: a cookie, as of `signIn`. `isOffline`: the page may complain that the server is away. */
    async open({ size, language, theme, session, state, isOffline = false, path = '/' }) {
        const [name, value] = session?.cookie.split('=') ?? []
        const cookies = session ? [{ name, value, domain: 'localhost', path: '/', secure: true, httpOnly: true, sameSite: 'Strict', expires: -1 }] : []
        const context = await this.browser.newContext({ ignoreHTTPSErrors: true, viewport: SIZES[size],
            locale: language === 'it' ? 'it-IT' : 'en-GB', colorScheme: theme,
            hasTouch: size === 'phone', storageState: state ?? { cookies, origins: [] } })
        const page = await context.newPage()
        page.setDefaultTimeout(PATIENCE_MS)
        page.faults = []
        page.how = { size, language, theme }
        page.on('pageerror', error => page.faults.push(String(error)))
        // a policy that refuses something of ours, a file that is not there; that one is not signed in is no fault
        const isFault = said => said.type() === 'error' && !/status of 40[13]/.test(said.text()) && !isAskedAgain(said)
            && !(isOffline && /ERR_INTERNET_DISCONNECTED/.test(said.text()))
        page.on('console', said => { if (isFault(said)) page.faults.push(said.text()) })
        await page.goto(`${this.demo.origin}${path}`)
        return page
    }

    /**
     * Clauses whose effect was seen: which those are is in clauses.mjs.
     */
    played(page, ...clauses) {
        for (const clause of clauses) appendFileSync(join(this.pictures, PLAYED), `${JSON.stringify({ clause, script: SCRIPT, ...page.how })}\n`)
    }

    /** For eyes; and that nothing stands beside the screen. */
    async picture(page, name) {
        await page.screenshot({ path: join(this.pictures, `${name}.png`) })
        const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
        assert.ok(!isWide, `${name} is wider than the screen`)
        const isAway = await page.evaluate(() => (document.querySelector('.mailboxes .box')?.getBoundingClientRect().left ?? 0) > innerWidth)
        assert.ok(!isAway, `${name} has its mailboxes beside the screen`)
    }

    /** What a page may not do; and what it shows, for eyes. */
    async look(page, name) {
        await this.picture(page, name)
        assert.deepEqual(await this.serious(page), [], `${name}: what axe finds`)
    }

    /**
     * What axe finds that is serious, in what is open above all else, behind which nothing can be used; else in all
     * of the page, or in a part of it. `without`: rules that are not asked.
     */
    async serious(page, { part, without = [] } = {}) {
        const isThere = await page.evaluate(() => globalThis.axe !== undefined)
        if (!isThere) await page.evaluate(AXE)
        return page.evaluate(async ([where, none]) => {
            const above = [...document.querySelectorAll('dialog:modal')].at(-1) ?? (where && document.querySelector(where)) ?? document
            const found = await globalThis.axe.run(above, { resultTypes: ['violations'], iframes: false,
                elementRef: false, rules: Object.fromEntries(none.map(one => [one, { enabled: false }])) })
            return found.violations.filter(one => ['serious', 'critical'].includes(one.impact)).map(one => `${one.id}: ${one.nodes.map(node => node.target.join(' ')).join(', ')}`)
        }, [part, without])
    }

    async close(page) {
        assert.deepEqual(page.faults, [], 'what the page complains of')
        await page.context().close()
    }
}

/** Waits until IMAP shows it. */
export function seen(imap, mailbox, subject, wants, what) {
    return until(async () => (await imap.found(mailbox, subject))[0], wants, `${what}: ${mailbox}, ${subject}`)
}

export const rowOf = (page, subject) => page.locator('[role=row]', { hasText: new RegExp(`${subject}( |$)`) })

/** What every script of one account says of its mail. `run`: so that it may be played again on the same demo. */
export function mails(demo, run) {
    const subjectOf = what => `${run} ${what}`
    const mail = (what, { fields = [], body = `This is what ${subjectOf(what)} says.`, type = 'text/plain; charset=utf-8', from = 'writer@elsewhere.test', to = demo.address } = {}) => ({ from, to, text: [`From: Writer <${from}>`, `To: ${to}`,
        `Subject: ${subjectOf(what)}`, `Message-ID: <${run.replaceAll(' ', '.')}-${what.replaceAll(' ', '.')}@elsewhere.test>`, `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`, 'MIME-Version: 1.0', ...fields, `Content-Type: ${type}`, '', body].join('\n') })
    const textOf = (page, what) => page.locator('.reading .text', { hasText: `This is what ${subjectOf(what)} says.` })
    return { subjectOf, mail, textOf, row: (page, what) => rowOf(page, subjectOf(what)).first() }
}

/**
 * Plays stories one after the other, and says how long each took; of one alone, by a word of its name. A story that
 * fails leaves a picture.
 */
export async function play(stage, stories, only) {
    const began = Date.now()
    for (const [name, story] of Object.entries(stories)) {
        if (!name.includes(only)) continue
        await story().catch(async error => {
            for (const [i, page] of stage.browser.contexts().flatMap(one => one.pages()).entries()) await page.screenshot({ path: join(stage.pictures, `failed-${name.replaceAll(' ', '-')}-${i}.png`) }).catch(() => undefined)
            throw error
        })
        console.log(`${String(Date.now() - began).padStart(6)} ms  ${name}`)
    }
}
