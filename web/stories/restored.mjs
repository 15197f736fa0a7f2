// Plays a server that came back from its backup, beside what `others.mjs` has left: a link to a protected message opens
// nothing until its sender says so.
//   node stories/restored.mjs DEMO_FOLDER PICTURES_FOLDER
// The server runs already, and what others.mjs wrote of the message lies in the folder.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ask, demoIn, signIn } from './server.mjs'
import { launch, play, rowOf, Stage, until } from './stage.mjs'
import { wordsOf } from './words.mjs'

const [folder, pictures] = process.argv.slice(2)
if (!pictures) throw new Error('Say where the server is, and where pictures go')
const demo = demoIn(folder)
const { subject, text, password, path } = JSON.parse(readFileSync(join(folder, 'protected.json'), 'utf8'))
const words = { main: (await wordsOf('it')).main, lock: (await wordsOf('it')).lock }

/** Whoever has the link. */
async function guest(stage, wants) {
    const page = await stage.open({ size: 'phone', language: 'en', theme: 'light', path })
    await wants(page)
    await stage.close(page)
}

async function opensOnceItIsLet(stage, session) {
    const { states, release, released } = words.lock.sentProtected
    const state = async () => (await ask(demo, 'GET', '/webmail/protected', undefined, session)).json.messages[0].state
    assert.equal(await state(), 'HELD')
    await guest(stage, async page => {
        await page.getByRole('alert').filter({ hasText: 'There is no message behind this link' }).waitFor()
        assert.equal(await page.locator('input[name=password]').count(), 0, 'no password is asked for')
        await stage.look(page, 'held-link-phone-en-light')
        // that there is nothing is how the server says so
        page.faults = page.faults.filter(one => !/status of 404/.test(one))
    })
    const page = await stage.open({ size: 'desk', language: 'it', theme: 'dark', session })
    await page.locator('.mailboxes .box', { hasText: words.main.mailboxes.roles.sent }).click()
    await rowOf(page, subject).first().click()
    const banner = page.locator('.banner', { hasText: states.HELD })
    await banner.waitFor()
    await stage.look(page, 'held-desk-it-dark')
    await banner.getByRole('button', { name: release }).click()
    await page.getByText(released).waitFor()
    await stage.look(page, 'held-released-desk-it-dark')
    await until(state, now => now === 'OPEN', 'the server says so')
    await guest(stage, async there => {
        await there.locator('input[name=password]').fill(password)
        await there.locator('button.main').click()
        await there.locator('.text', { hasText: text }).waitFor()
    })
    stage.played(page, 'held-link')
    await stage.close(page)
}

const session = await signIn(demo)
const browser = await launch()
try {
    const stage = new Stage(demo, browser, pictures)
    await play(stage, { 'a link that is held': () => opensOnceItIsLet(stage, session) }, '')
} finally {
    await browser.close()
}
