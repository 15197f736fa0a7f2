// Plays notices of a browser, end to end: it subscribes, the server proves itself and then tells of mail, encrypted;
// what comes goes to the page's worker, and what that shows says no more than was wished and leads to the mail; at
// level L2 no more than the server knows.
//   node stories/push.mjs DEMO_FOLDER PICTURES_FOLDER DNS_PORT KEY.pem CERTIFICATE.pem [of one story alone, a word of its name]
// The demo runs already, with carla at level L2; it asks 127.0.0.1:DNS_PORT, and believes the certificate, which is of
// push.sigillo.test.
// Chromium cannot reach its own push service here: the one of this story stands in its place, from the subscription to
// the hand-over to the worker. All between them is what is shipped.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { ask, deliver, demoIn, Imap, personIn, signIn } from './server.mjs'
import { PUSH_SERVICE, PushService } from './push-service.mjs'
import { launch, play, rowOf, seen, Stage, until } from './stage.mjs'
import { dnsAt } from './their-servers.mjs'
import { wordsOf } from './words.mjs'

const [folder, pictures, dnsPort, key, certificate, only = ''] = process.argv.slice(2)
if (!certificate) throw new Error('Say where the demo is, where pictures go, which port is asked, and what the service shows')
const RUN = Date.now().toString(36)
const demo = demoIn(folder)
const SENDER = 'Ottavia Secret'
const SUBJECT = `Salary ${RUN}`
const BODY = `Nobody else is to read ${RUN}.`
const CORE = 'urn:ietf:params:jmap:core'
const MAIL = 'urn:ietf:params:jmap:mail'
const words = { en: (await wordsOf('en')).main, it: (await wordsOf('it')).main }

const mail = (what, to = demo.address) => ({ from: 'ottavia@elsewhere.test', to, text: [
    `From: ${SENDER} <ottavia@elsewhere.test>`, `To: ${to}`, `Subject: ${SUBJECT} ${what}`, `Message-ID: <${RUN}-${what}@elsewhere.test>`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`, '', BODY, ''].join('\n') })

async function jmap(session, calls) {
    const { json: own } = await ask(demo, 'GET', '/.well-known/jmap', undefined, session)
    const accountId = own.primaryAccounts[MAIL]
    const body = { using: [CORE, MAIL], methodCalls: calls(accountId) }
    const { json } = await ask(demo, 'POST', new URL(own.apiUrl, demo.origin).pathname, body, session)
    return json.methodResponses.map(([, answer]) => answer)
}

const subscriptions = async session => (await jmap(session, () => [['PushSubscription/get', { ids: null }, '0']]))[0].list

/** The page subscribes at a push service; of all that a browser does then only this is not its own. */
function subscribes(subscription) {
    PushManager.prototype.subscribe = async options => {
        globalThis.subscribedWith = options
        return { toJSON: () => subscription, unsubscribe: async () => true }
    }
}

/** Who gives on what comes, as a browser does. */
async function giver(page) {
    const tools = await page.context().newCDPSession(page)
    const registration = new Promise(resolve => tools.on('ServiceWorker.workerRegistrationUpdated',
        ({ registrations }) => {
        const [one] = registrations.filter(other => other.scopeURL.endsWith('/mail/'))
        if (one) resolve(one.registrationId)
    }))
    await tools.send('ServiceWorker.enable')
    return async data => tools.send('ServiceWorker.deliverPushMessage',
        { origin: demo.origin, registrationId: await registration, data })
}

/** Of what is shown: all that a person or a program can see of it. */
function shown(page) {
    return page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications())
        .map(({ title, body, tag, data, lang }) => ({ title, body, tag, lang, data })))
}

/**
 * A click on what is shown. A browser lets no program click: so the event is made in the worker, and where a window
 * would be opened it is noted which, since only a true click may open one.
 */
function click(worker) {
    return worker.evaluate(async () => {
        const [notification] = await self.registration.getNotifications()
        const event = new NotificationEvent('notificationclick', { notification })
        const done = []
        event.waitUntil = promise => done.push(promise)
        let opened
        self.clients.openWindow = async url => { opened = url }
        self.dispatchEvent(event)
        await Promise.allSettled(done)
        return { opened, left: (await self.registration.getNotifications()).length }
    })
}

async function noticesOf(page, w) {
    await page.locator('.mailboxes').getByRole('button', { name: w.settings.title }).click()
    await page.getByRole('tab', { name: w.settings.parts.notices }).click()
}

async function switchOn(page, service, w) {
    await noticesOf(page, w)
    await page.getByLabel(w.notices.on).click()
    const [first] = await until(() => service.messages, all => all.length === 1, 'the server proves itself')
    const key = await page.evaluate(() => globalThis.subscribedWith.applicationServerKey)
    assert.equal(first.signedBy, key, 'what comes is signed by the key that the page has named')
    assert.equal(JSON.parse(first.text)['@type'], 'PushVerification')
    assert.equal(await page.evaluate(() => globalThis.subscribedWith.userVisibleOnly), true)
    return first
}

/** What the server sends says that mail has come, and of it nothing. */
function tellsNothing({ text }) {
    const said = JSON.parse(text)
    assert.deepEqual(Object.keys(said).sort(), ['@type', 'changed'])
    assert.equal(said['@type'], 'StateChange')
    for (const states of Object.values(said.changed)) assert.deepEqual(Object.keys(states), ['EmailDelivery'])
    for (const one of [SUBJECT, SENDER, BODY, 'ottavia', demo.address, 'carla'])
        assert.ok(!text.includes(one), `nothing of the mail is in it: ${one}`)
}

/** A page that may tell, which is subscribed at the service. */
async function opened(stage, how, service, enter = async () => undefined) {
    const page = await stage.open(how)
    await enter(page)
    await page.context().grantPermissions(['notifications'], { origin: demo.origin })
    await page.locator('.mailboxes .box').first().waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready)
    await page.evaluate(subscribes, service.subscription)
    return { page, give: await giver(page) }
}

async function notices(stage, session, imap, service) {
    const { page, give } = await opened(stage, { size: 'phone', language: 'it', theme: 'dark', session }, service)
    const first = await switchOn(page, service, words.it)
    await give(first.text)
    await until(() => shown(page), all => all.some(one => one.title === 'Gli avvisi sono attivi'),
        'the worker has answered with the code')
    await stage.look(page, 'push-on-phone-it-dark')
    await page.keyboard.press('Escape')
    await deliver(demo, [mail('first')])
    const [, told] = await until(() => service.messages, all => all.length === 2,
        'the server tells of mail, now that the code has come back')
    tellsNothing(told)
    await give(told.text)
    const [plain] = await until(() => shown(page), all => all.some(one => one.title === 'Nuova posta'), 'a notice')
    assert.deepEqual({ ...plain, data: Object.keys(plain.data) },
        { title: 'Nuova posta', body: '', tag: 'mail', lang: 'it', data: ['emailId'] })
    const worker = page.context().serviceWorkers()[0]
    assert.deepEqual(await click(worker), { opened: undefined, left: 0 })
    await page.locator('.reading .text', { hasText: BODY }).waitFor()
    await seen(imap, 'INBOX', `${SUBJECT} first`, one => one?.flags.includes('\\Seen'), 'what a notice leads to is read')
    await shows(page, give, told, worker)
    await switchOff(page, session)
    stage.played(page, 'notices')
    await stage.close(page)
}

/** What the server kept is ciphertext, of which it can say who has sent it; so can the notice, whatever is wished. */
async function atLevelTwo(stage, carla, service) {
    // of who is there the server hears no password
    const how = { size: 'tablet', language: 'en', theme: 'light' }
    const { page, give } = await opened(stage, how, service, async there => {
        await there.locator('input[name=address]').fill(carla.address)
        await there.locator('input[name=password]').fill(carla.password)
        await there.keyboard.press('Enter')
    })
    const [{ name, value }] = await page.context().cookies()
    const cookie = `${name}=${value}`
    const { json: { token } } = await ask(demo, 'GET', '/api/session', undefined, { cookie, token: '' })
    const session = { cookie, token }
    const w = words.en
    await give((await switchOn(page, service, w)).text)
    const isOn = all => all.some(one => one.title === 'Notices are on')
    await until(() => shown(page), isOn, 'the worker has answered')
    await page.getByLabel(w.notices.shows).check()
    await stage.look(page, 'push-sealed-tablet-en-light')
    await page.keyboard.press('Escape')
    await deliver(demo, [mail('sealed', carla.address)])
    const [, told] = await until(() => service.messages, all => all.length === 2, 'the server tells of it')
    tellsNothing(told)
    await give(told.text)
    const says = all => all.some(other => other.title === SENDER)
    const [one] = await until(() => shown(page), says, 'a notice that says who')
    assert.equal(one.body, 'Encrypted message')
    const [, { list: [kept] }] = await jmap(session, accountId => [
        ['Email/query', { accountId, sort: [{ property: 'receivedAt', isAscending: false }], limit: 1 }, '0'],
        ['Email/get', { accountId, '#ids': { resultOf: '0', name: 'Email/query', path: '/ids' },
            properties: ['id', 'blobId'] }, '1']])
    assert.equal(one.data.emailId, kept.id)
    const { json: { primaryAccounts } } = await ask(demo, 'GET', '/.well-known/jmap', undefined, session)
    const path = `/jmap/download/${primaryAccounts[MAIL]}/${kept.blobId}/x?accept=message/rfc822`
    const { text } = await ask(demo, 'GET', path, undefined, session)
    assert.ok(text.includes('BEGIN PGP MESSAGE') && !text.includes(SUBJECT) && !text.includes(BODY), text)
    assert.deepEqual(await click(page.context().serviceWorkers()[0]), { opened: undefined, left: 0 })
    await page.locator('.reading h1').waitFor()
    await until(() => page.locator('.reading').innerText(), said => !/Loading|Opening/.test(said), 'what can be shown of it')
    await stage.look(page, 'push-sealed-opened-tablet-en-light')
    stage.played(page, 'sealed-notices')
    await stage.close(page)
}

/** Who has written and about what is shown where that was wished; where no page is open a click opens one. */
async function shows(page, give, told, worker) {
    await page.goto(`${demo.origin}/mail/`)
    await noticesOf(page, words.it)
    await page.getByLabel(words.it.notices.shows).check()
    await deliver(demo, [mail('second')])
    await give(told.text)
    const [whole] = await until(() => shown(page), all => all.some(one => one.title === SENDER),
        'a notice that says it')
    assert.equal(whole.body, `${SUBJECT} second`)
    await page.goto('about:blank')
    // a browser lets go of a page a moment after it was left
    const open = () => worker.evaluate(async () => (await self.clients.matchAll({ type: 'window' })).length)
    await until(open, count => count === 0, 'no page is open')
    const { opened } = await click(worker)
    await page.goto(new URL(opened, demo.origin).href)
    await page.locator('.reading .text', { hasText: BODY }).waitFor()
    await page.locator('.reading', { hasText: `${SUBJECT} second` }).waitFor()
}

async function switchOff(page, session) {
    await page.goto(`${demo.origin}/mail/`)
    const device = await page.evaluate(() => localStorage.getItem('sigillo device'))
    const mine = async () => (await subscriptions(session)).filter(one => one.deviceClientId === device)
    assert.equal((await mine()).length, 1)
    await noticesOf(page, words.it)
    await page.getByLabel(words.it.notices.on).click()
    await until(mine, all => all.length === 0, 'the server tells nobody any more')
}

const dns = await dnsAt(Number(dnsPort), [PUSH_SERVICE])
const tls = { key: readFileSync(key), cert: readFileSync(certificate) }
const services = [await PushService.open(tls), await PushService.open(tls)]
const session = await signIn(demo)
const imap = await Imap.open(demo)
const browser = await launch()
try {
    const stage = new Stage(demo, browser, pictures)
    await play(stage, { 'notices, from the server to a click': () => notices(stage, session, imap, services[0]),
        'at level L2': () => atLevelTwo(stage, personIn(folder, 'carla'), services[1]) }, only)
    assert.deepEqual(services.flatMap(one => one.faults), [], 'what the push service complains of')
    for (const one of services.filter(other => only === '' || other.messages.length > 0))
        assert.equal(one.messages.length, 2, 'changes of ten seconds go together, and nothing comes when it is off')
} finally {
    await browser.close()
    imap.close()
    for (const one of services) one.close()
    dns.close()
}
