// How soon the webmail is there, with a slow processor and a long list:
//   node stories/measure.mjs DEMO_FOLDER [messages, else 100000] [slower by, else 4]
// The demo runs already; what its inbox lacks is put there first. Each figure is the middle one of five.
import { cpus, loadavg } from 'node:os'
import { chromium } from 'playwright-core'
import { demoIn, fill, signIn } from './server.mjs'

const [folder, messages = '100000', slower = '4'] = process.argv.slice(2)
if (!folder) throw new Error('Say where the demo is')
const ROUNDS = 5
const PATIENCE_MS = 120_000
/** After the list has come: what the browser keeps is written by then. */
const KEPT_AFTER_MS = 4_000
const AT_REST_MS = 300
const demo = demoIn(folder)

/**
 * Runs before the page's own script: when the first row of the list was there, and what kept the page from
 * answering.
 */
function watch() {
    globalThis.longTasks = []
    new PerformanceObserver(all => globalThis.longTasks.push(...all.getEntries().map(one => one.duration))).observe({ type: 'longtask' })
    new MutationObserver((_, observer) => {
        if (!document.querySelector('[role=row] .names')) return
        observer.disconnect()
        // what was drawn is seen after the next frame
        requestAnimationFrame(() => setTimeout(() => {
            globalThis.script = performance.getEntriesByType('resource').filter(one => one.name.endsWith('.js')).reduce((sum, one) => sum + one.encodedBodySize, 0)
            globalThis.listAt = performance.now()
        }))
    }).observe(document, { childList: true, subtree: true })
}

async function cold(browser, state) {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1440, height: 900 },
        storageState: state })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    await page.addInitScript(watch)
    await page.addInitScript(`globalThis.timed = ${timed}`)
    const tools = await context.newCDPSession(page)
    await tools.send('Emulation.setCPUThrottlingRate', { rate: Number(slower) })
    await page.goto(`${demo.origin}/mail/`)
    await page.waitForFunction(() => globalThis.listAt !== undefined)
    const first = await page.evaluate(() => ({ paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0, list: globalThis.listAt,
        script: globalThis.script }))
    const scrolled = await page.evaluate(scroll)
    const far = await page.evaluate(() => timed(() => {}, () => {
        // again and again: a list that has just come begins at its top
        const [list, grid] = [document.querySelector('.list'), document.querySelector('[role=grid]')]
        list.scrollTop = list.scrollHeight / 2
        return [...grid.querySelectorAll('[role=row]')].some(row => Number(row.ariaRowIndex) > Number(grid.ariaRowCount) / 3 && row.querySelector('.names'))
    }))
    const open = row => page.evaluate(one => timed(() => document.querySelector(`${one} .names`).click(), () => document.querySelector('.reading .text')), row)
    const opened = await open('[role=row]')
    const back = () => page.evaluate(() => timed(() => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'u', bubbles: true })), () => !document.querySelector('.reading .text')))
    // what is still done after a start is over
    await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active.state === 'activated')
    await page.waitForTimeout(KEPT_AFTER_MS)
    const opens = []
    for (let i = 0; i < ROUNDS; i++) {
        await back()
        await page.waitForTimeout(AT_REST_MS)
        opens.push(await open('[role=row][aria-selected=true]'))
    }
    const again = middle(opens)
    const kept = await secondVisit(page)
    await context.close()
    return { ...first, ...scrolled, far, opened, again, kept }
}

/** The list is there from what the browser keeps. */
async function secondVisit(page) {
    await page.reload()
    await page.waitForFunction(() => globalThis.listAt !== undefined)
    return page.evaluate(() => globalThis.listAt)
}

/**
 * In the page: three seconds of a wheel that turns quickly. The longest task in that time, and frames that took over
 * 50 ms.
 */
async function scroll() {
    const list = document.querySelector('.list')
    globalThis.longTasks.length = 0
    let slow = 0
    let last = performance.now()
    for (const end = last + 3_000; last < end;) {
        list.scrollTop += 240
        const now = await new Promise(requestAnimationFrame)
        if (now - last > 50) slow++
        last = now
    }
    await new Promise(resolve => setTimeout(resolve, 100))
    return { longest: Math.max(0, ...globalThis.longTasks), slow }
}

/** In the page: from a deed until something is so, in milliseconds. */
function timed(deed, isSo) {
    return new Promise(resolve => {
        const from = performance.now()
        const look = () => isSo() ? resolve(performance.now() - from) : requestAnimationFrame(look)
        deed()
        look()
    })
}

const middle = all => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)]

const session = await signIn(demo)
const began = Date.now()
const there = await fill(demo, Number(messages))
if (Date.now() - began > 1_000) console.log(`${there} messages after ${Math.round((Date.now() - began) / 1000)} s of filling`)
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--ignore-certificate-errors'] })
const [name, value] = session.cookie.split('=')
const state = { cookies: [{ name, value, domain: 'localhost', path: '/', secure: true, httpOnly: true, sameSite: 'Strict', expires: -1 }], origins: [] }
const rounds = []
try {
    for (let i = 0; i <= ROUNDS; i++) {
        const round = await cold(browser, state)
        if (i > 0) rounds.push(round) // the first one wakes the server up
    }
} finally {
    await browser.close()
}
const figure = what => `${String(Math.round(middle(rounds.map(one => one[what])))).padStart(7)} ms`
console.log(`a list of ${there}, processor slowed down ${slower} times, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, middle of ${ROUNDS}`)
console.log(`first contents painted    ${figure('paint')}`)
console.log(`list there                ${figure('list')}`)
console.log(`middle of the list there  ${figure('far')}`)
console.log(`a message opened          ${figure('opened')}`)
console.log(`the same once more        ${figure('again')}`)
console.log(`longest task while scrolled${figure('longest').slice(1)}, ${middle(rounds.map(one => one.slow))} frames of over 50 ms in 3 s`)
console.log(`list there, second visit  ${figure('kept')}`)
console.log(`script loaded by then     ${middle(rounds.map(one => one.script))} octets, packed`)
