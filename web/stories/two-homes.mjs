// Mail between people at two servers, end to end, a step each time in a browser that knows nothing of the one before:
//   node stories/two-homes.mjs STEP FACTS PICTURES_FOLDER
// FACTS: JSON: who it is and at which server, and what the step needs. Nobody touches a key. Pictures are for eyes.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { CHROMIUM } from './stage.mjs'

const [step, said, pictures] = process.argv.slice(2)
const facts = JSON.parse(said)
const PATIENCE_MS = 30_000

async function signIn(page) {
    await page.goto(`https://${facts.host}/mail/`)
    await page.locator('input[name=address]').fill(facts.address)
    await page.locator('input[name=password]').fill(facts.password)
    await page.locator('input[name=password]').press('Enter')
}

async function write(page, { to, subject, text }) {
    await page.keyboard.press('c')
    await page.locator('.compose [role=combobox]').first().fill(`${to},`)
    await page.locator('.compose .subject input').fill(subject)
    await page.locator('.compose textarea').fill(text)
    await send(page)
}

/** Certificates are asked for now; then it is encrypted, and lies at the server. */
async function send(page) {
    await page.locator('.compose').getByRole('button', { name: 'Send', exact: true }).click()
    await page.locator('.compose').waitFor({ state: 'detached' })
    await page.locator('.toast').first().waitFor()
}

/** The subject is known once it is opened. */
async function open(page) {
    await page.locator('[role=row]', { hasText: facts.from }).first().click()
    await page.locator('.protection summary', { hasText: 'End-to-end encrypted' }).waitFor()
    await page.locator('.reading h1', { hasText: facts.subject }).waitFor()
    await page.locator('.reading .text', { hasText: facts.text }).waitFor()
    if (facts.signature) await page.locator('.protection summary', { hasText: facts.signature }).waitFor()
}

const STEPS = {
    /**
     * First sign-in: the recovery code is typed back; then encryption is turned on, with a new code of this browser's.
     */
    async begin(page) {
        await signIn(page)
        await page.waitForURL('**/kit')
        await page.locator('#code').fill(facts.code)
        await page.locator('#code').press('Enter')
        await page.goto(`https://${facts.host}/mail/`)
        await page.locator('.mailboxes').getByRole('button', { name: 'Settings' }).click()
        await page.getByRole('tab', { name: 'End to end' }).click()
        await page.getByLabel('Your password').fill(facts.password)
        await page.getByRole('button', { name: 'Turn it on' }).click()
        const code = await page.locator('code.code').innerText()
        await page.getByLabel('Type it here').fill(code)
        await page.getByLabel('Your name').fill(facts.name)
        await page.getByRole('button', { name: 'I have it' }).click()
        await page.getByText('in use').waitFor()
    },
    async write(page) {
        await signIn(page)
        await page.locator('[role=row]').first().or(page.locator('.list, .empty')).first().waitFor()
        await write(page, facts)
    },
    async read(page) {
        await signIn(page)
        await open(page)
    },
    /** An answer to what was encrypted is encrypted by itself. */
    async answer(page) {
        await signIn(page)
        await open(page)
        await page.locator('.reading').getByRole('button', { name: 'Reply', exact: true }).first().click()
        if (facts.lock) await page.locator('.compose .lock', { hasText: facts.lock }).waitFor()
        await page.locator('.compose textarea').fill(facts.answer)
        await page.screenshot({ path: join(pictures, 'answer-locked.png') })
        await send(page)
    },
}

mkdirSync(pictures, { recursive: true })
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
try {
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, locale: 'en-GB' })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    const faults = []
    page.on('pageerror', error => faults.push(String(error)))
    await STEPS[step](page).catch(async error => {
        await page.screenshot({ path: join(pictures, `${step}-failed.png`) }).catch(() => undefined)
        const text = await page.evaluate(() => document.body.innerText).catch(() => '')
        throw new Error(`${error.message}\nat ${page.url()}:\n${text}\n${faults.join('\n')}`)
    })
    await page.screenshot({ path: join(pictures, `${step}-${facts.address}.png`) })
    assert.deepEqual(faults, [])
    console.log(JSON.stringify({}))
} finally {
    await browser.close()
}
