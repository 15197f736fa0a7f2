// Level L2: an owner turns encryption on, takes his account there, encrypts what is there, and reads what comes.
//   node stories/level-two.mjs DEMO_FOLDER PICTURES_FOLDER ADDRESS PASSWORD
// The demo runs already; the account is new, at L1, without keys.
import assert from 'node:assert/strict'
import { deliver, demoIn, signIn } from './server.mjs'
import { launch, rowOf, Stage, until } from './stage.mjs'

const [folder, pictures, address, password] = process.argv.slice(2)
if (!password) throw new Error('Say where the demo is, where pictures go, and whose account it is')
const demo = { ...demoIn(folder), address, password }
const RUN = Date.now().toString(36)
const subjectOf = what => `Level ${RUN} ${what}`

function mail(what) {
    return { from: 'bea@elsewhere.test', text: ['From: Bea <bea@elsewhere.test>', `To: ${demo.address}`, `Subject: ${subjectOf(what)}`, `Message-ID: <${RUN}-${what}@elsewhere.test>`,
        `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`, 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', '', `This is what ${subjectOf(what)} says.`].join('\r\n') }
}

async function settings(page, part) {
    await page.locator('.mailboxes').getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('tab', { name: part }).click()
}

async function turnOn(page) {
    await settings(page, 'End to end')
    await page.getByLabel('Your password').fill(demo.password)
    await page.getByRole('button', { name: 'Turn it on' }).click()
    await page.getByLabel('Type it here').fill(await page.locator('code.code').innerText())
    await page.getByLabel('Your name').fill('Bruno of the demo')
    await page.getByRole('button', { name: 'I have it' }).click()
    await page.getByText('in use').waitFor()
}

/** What lies there in clear becomes ciphertext, all of it. */
async function goes(stage, page) {
    await page.getByRole('tab', { name: 'Who opens your mail' }).click()
    await page.locator('summary', { hasText: 'Only my own key shall read what comes' }).click()
    await page.locator('details[open]').getByLabel('Your password').fill(demo.password)
    await page.getByRole('button', { name: 'Only my own key shall read what comes' }).click()
    await page.getByText('Only your browsers and programs read your mail (L2)').waitFor()
    await page.getByRole('button', { name: 'Encrypt what is there' }).click()
    await page.getByText('What is there is encrypted.', { exact: true }).waitFor()
    await stage.look(page, 'level-two-desk-en-light')
    await page.keyboard.press('Escape')
}

/** Its row says nothing of it until it is opened. */
async function reads(page, what) {
    const hidden = page.locator('[role=row]', { hasText: '[...]' }).filter({ hasText: 'Bea' })
    await hidden.first().click()
    await page.locator('.reading h1', { hasText: subjectOf(what) }).waitFor()
    await page.locator('.reading .text', { hasText: `This is what ${subjectOf(what)} says.` }).waitFor()
    await page.locator('.protection', { hasText: 'Encrypted when it came, not by its sender' }).waitFor()
}

const browser = await launch()
try {
    const session = await signIn(demo)
    const stage = new Stage(demo, browser, pictures)
    await deliver(demo, [mail('before')])
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'light', session })
    await rowOf(page, subjectOf('before')).first().waitFor()
    await turnOn(page)
    await goes(stage, page)
    await until(() => rowOf(page, subjectOf('before')).count(), count => count === 0, 'the row from before says its subject no more')
    await reads(page, 'before')
    await deliver(demo, [mail('after')])
    await until(() => page.locator('[role=row]', { hasText: 'Bea' }).count(), count => count >= 2, 'what came is there')
    await reads(page, 'after')
    await stage.look(page, 'level-two-reading-desk-en-light')
    // a blob of the vault that is not there yet
    assert.deepEqual(page.faults.filter(one => !/status of 404/.test(one)), [])
} finally {
    await browser.close()
}
console.log('level two: well')
