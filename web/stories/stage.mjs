// What all stories stand on: a browser's pages in three sizes, what none of them may do, and looking by IMAP.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const PATIENCE_MS = 40_000
export const SIZES = { desk: { width: 1440, height: 900 }, tablet: { width: 768, height: 1024 }, phone: { width: 390, height: 844 } }

export function launch() {
    // a worker is only kept where the certificate is taken
    return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage', '--ignore-certificate-errors'] })
}

/** Asks again until it is so, as long as a person would; then it is said what there was. */
export async function until(work, wants, what) {
    for (const end = Date.now() + PATIENCE_MS; ;) {
        const got = await work()
        if (wants(got)) return got
        if (Date.now() > end) assert.fail(`${what}: ${JSON.stringify(got)}`)
        await new Promise(resolve => setTimeout(resolve, 100))
    }
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
        const context = await this.browser.newContext({ ignoreHTTPSErrors: true, viewport: SIZES[size], locale: language === 'it' ? 'it-IT' : 'en-GB', colorScheme: theme,
            hasTouch: size === 'phone', storageState: state ?? { cookies, origins: [] } })
        const page = await context.newPage()
        page.setDefaultTimeout(PATIENCE_MS)
        page.faults = []
        page.on('pageerror', error => page.faults.push(String(error)))
        // a policy that refuses something of ours, a file that is not there; that one is not signed in is no fault
        const isFault = said => said.type() === 'error' && !/status of 40[13]/.test(said.text()) && !(isOffline && /ERR_INTERNET_DISCONNECTED/.test(said.text()))
        page.on('console', said => { if (isFault(said)) page.faults.push(said.text()) })
        await page.goto(`${this.demo.origin}${path}`)
        return page
    }

    /** What a page may not do; and what it shows, for eyes. */
    async look(page, name) {
        await page.screenshot({ path: join(this.pictures, `${name}.png`) })
        const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
        assert.ok(!isWide, `${name} is wider than the screen`)
        await page.evaluate(AXE)
        const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'], iframes: false }))
        const serious = found.violations.filter(one => ['serious', 'critical'].includes(one.impact))
        assert.deepEqual(serious.map(one => `${one.id}: ${one.nodes.map(node => node.target.join(' ')).join(', ')}`), [], `${name}: what axe finds`)
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
