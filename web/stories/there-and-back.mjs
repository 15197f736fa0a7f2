// An account goes to level L2 and back with all that lies there, in a browser that is closed in the middle, at a server
// that is killed, while mail comes, moves and is deleted; then in two browsers at once.
//   node stories/there-and-back.mjs DEMO_FOLDER PICTURES_FOLDER ADDRESS PASSWORD STEP [PID]
// The demo runs already; who keeps what is seen by who calls this.
import assert from 'node:assert/strict'
import { demoIn, signIn } from './server.mjs'
import { launch, Stage, until } from './stage.mjs'

const [folder, pictures, address, password, step, pid] = process.argv.slice(2)
const demo = { ...demoIn(folder), address, password }
const WORDS = { there: ['Encrypt what is there', 'What is there is encrypted.'],
    back: ['Decrypt what is there', 'What was encrypted here is as it came.'] }

async function settings(page, part) {
    await page.locator('.mailboxes').getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('tab', { name: part }).click()
}

/** In a browser that knows nothing of the one before: his password opens the keys. */
async function comesIn(stage) {
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'light' })
    page.refused = []
    page.on('response', async one => {
        if (one.status() < 400) return
        const text = one.status() === 400 ? await one.text().catch(() => '') : ''
        page.refused.push(`${one.status()} ${one.request().method()} ${one.url()} ${text}`)
    })
    await page.locator('input[name=address]').fill(demo.address)
    await page.locator('input[name=password]').fill(demo.password)
    await page.locator('input[name=password]').press('Enter')
    await settings(page, 'Who opens your mail')
    return page
}

async function goesTo(page, choice, now) {
    await page.locator('summary', { hasText: choice }).click()
    await page.locator('details[open]').getByLabel('Your password').fill(demo.password)
    await page.getByRole('button', { name: choice }).click()
    await page.getByText(now).waitFor()
}

const begins = (page, way) => page.getByRole('button', { name: WORDS[way][0] }).click()
const progress = async page => Number(await page.locator('progress').first().getAttribute('value').catch(() => 0) ?? 0)
const isAt = (page, count) => until(() => progress(page), value => value >= count, 'it is under way')
const ends = (page, way) => page.getByText(WORDS[way][1], { exact: true }).waitFor({ timeout: 180_000 })

/**
 * What another browser has exchanged is not there any more; it may have been first in the vault, and both ask at
 * once.
 */
async function closes(stage, page) {
    const known = /^(401|403) |^404 GET .*\/(download|vault\/blobs)\/|^(412|429|503) PUT .*\/vault\/blobs\/|^400 POST .*"maxConcurrentRequests"/
    assert.deepEqual(page.refused.filter(one => !known.test(one)), [])
    page.faults = page.faults.filter(one => !/status of 4\d\d/.test(one))
    await stage.close(page)
}

const STEPS = {
    /** Keys are made, the level is changed, and in the middle of it the browser is closed. */
    async begin(stage) {
        const page = await stage.open({ size: 'desk', language: 'en', theme: 'light', session: await signIn(demo) })
        await settings(page, 'End to end')
        await page.getByLabel('Your password').fill(demo.password)
        await page.getByRole('button', { name: 'Turn it on' }).click()
        await page.getByLabel('Type it here').fill(await page.locator('code.code').innerText())
        await page.getByLabel('Your name').fill('Bruno of the demo')
        await page.getByRole('button', { name: 'I have it' }).click()
        await page.getByText('in use').waitFor()
        await page.getByRole('tab', { name: 'Who opens your mail' }).click()
        await goesTo(page, 'Only my own key shall read what comes',
            'Only your browsers and programs read your mail (L2)')
        await begins(page, 'there')
        await isAt(page, 30)
    },
    /** The server is gone from one moment to the next, and comes back. */
    async killed(stage) {
        const page = await comesIn(stage)
        await begins(page, 'there')
        await isAt(page, 60)
        process.kill(Number(pid), 'SIGKILL')
        // who has a session signs in anew where that did not outlast it; else it goes on by itself
        await page.getByText('It was not finished').or(page.getByText(WORDS.there[1], { exact: true })).or(page.locator('input[name=password]'))
            .first().waitFor({ timeout: 180_000 })
        page.faults.length = 0
    },
    async there(stage) {
        const pages = [await comesIn(stage), await comesIn(stage)]
        await Promise.all(pages.map(page => begins(page, 'there')))
        await Promise.all(pages.map(page => ends(page, 'there')))
        for (const page of pages) await closes(stage, page)
    },
    /** It goes on while the settings are closed, and is seen there again. */
    async back(stage) {
        const page = await comesIn(stage)
        await goesTo(page, 'Only I shall open it', 'Only you open your mail (L1)')
        await begins(page, 'back')
        await isAt(page, 10)
        await page.keyboard.press('Escape')
        await page.locator('[role=row]').first().click()
        await page.keyboard.press('Escape')
        await settings(page, 'Who opens your mail')
        assert.ok(await progress(page) > 0, 'it is still under way, or done')
        await ends(page, 'back')
        await stage.look(page, 'back-at-level-one-desk-en-light')
        await closes(stage, page)
    },
}

const browser = await launch()
try {
    await STEPS[step](new Stage(demo, browser, pictures))
} finally {
    await browser.close()
}
console.log(`${step}: well`)
