// Plays what whoever looks after the server does in the webmail; whether it was done is seen by the operator's socket,
// as the command line asks, and by LMTP.
//   node stories/operator.mjs DEMO_FOLDER PICTURES_FOLDER [of one story alone, a word of its name]
// The demo runs already.
import assert from 'node:assert/strict'
import { connect as connectTls } from 'node:tls'
import { ask, deliver, demoIn, operatorOf, recipientReply, signIn, submit } from './server.mjs'
import { launch, play, Stage, until } from './stage.mjs'
import { wordsOf } from './words.mjs'

const [folder, pictures, only = ''] = process.argv.slice(2)
if (!pictures) throw new Error('Say where the demo is, and where pictures go')
const RUN = Date.now().toString(36)
const PAGES = ['Status', 'Accounts', 'Domains', 'Queue', 'Trace', 'Refused', 'Filter', 'Certificates',
    'Backups', 'Versions']
const SERVER = { en: 'This server', it: 'Questo server' }
const demo = demoIn(folder)
const command = operatorOf(folder)
const guest = { ...demo, address: `guest-${RUN}@sigillo.test`, password: `the first of ${RUN}` }

const part = page => page.locator('#operator-part')
const tab = (page, name) => page.getByRole('tab', { name, exact: true }).click()
const press = (page, name) => part(page).getByRole('button', { name, exact: true }).click()

/** Keys are listened to a moment after the page is seen. */
function openPalette(page) {
    return until(async () => {
        if (await page.locator('dialog.palette').count() === 0) await page.keyboard.press('Control+k')
        return page.locator('dialog.palette input').count()
    }, n => n === 1, 'the palette')
}

/** By the palette, with keys alone. */
async function openServer(stage, session, { size, language, theme }, before = async () => undefined) {
    const page = await stage.open({ size, language, theme, session })
    await before(page)
    await openPalette(page)
    await page.locator('dialog.palette input').fill(SERVER[language])
    await page.keyboard.press('Enter')
    await part(page).waitFor()
    return page
}

/** Opens what is folded, types the password again, and does it. */
async function danger(page, name, fields = {}, within = part(page)) {
    const one = within.locator('details', { has: page.locator('summary', { hasText: name }) }).last()
    await one.locator('summary').click()
    for (const [field, text] of Object.entries(fields)) await one.locator(`[name=${field}]`).fill(text)
    await one.locator('input[name=password]').fill(demo.password)
    await one.getByRole('button', { name, exact: true }).click()
}

/** Who does not look after the server has no such pages, and is told nothing. */
async function others(stage) {
    const session = await signIn(guest)
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'light', session })
    await page.locator('.mailboxes').getByRole('button', { name: 'Settings' }).waitFor()
    assert.equal(await page.getByRole('button', { name: SERVER.en }).count(), 0)
    await openPalette(page)
    await page.locator('dialog.palette input').fill(SERVER.en)
    assert.equal(await page.locator('#palette li').count(), 0)
    for (const path of ['status', 'accounts', 'queue', 'trace?what=x']) assert.equal((await ask(demo, 'GET', `/api/operator/${path}`, undefined, session)).status, 404)
    await stage.close(page)
}

/** What is shown is so: as the socket says, as TLS serves it. A domain is added, and removed. */
async function facts(stage, session) {
    const { operator: op, main } = await wordsOf('it')
    const page = await openServer(stage, session, { size: 'tablet', language: 'it', theme: 'light' })
    const says = (...texts) => until(() => part(page).innerText(), said => texts.every(one => said.includes(one)), `it says ${texts}`)
    const [accounts, domains] = [await command('ListAccounts'), await command('ListDomains')]
    await says(op.status.accounts(accounts.length, domains.length))
    stage.played(page, 'operator-status')
    await tab(page, op.parts.backups)
    await says(op.backups.none)
    assert.deepEqual(await command('ListBackups'), [])
    await tab(page, op.parts.certificates)
    const until_ = await new Promise((resolve, reject) => {
        const socket = connectTls({ port: demo.ports.imaps, host: demo.host, servername: demo.hostname, ca: demo.ca }, () => { resolve(new Date(socket.getPeerCertificate().valid_to)); socket.destroy() })
        socket.on('error', reject)
    })
    await says(demo.hostname, op.certificates.until(new Intl.DateTimeFormat(main.locale, { dateStyle: 'full', timeStyle: 'short' }).format(until_)))
    stage.played(page, 'operator-certificates')
    await tab(page, op.parts.domains)
    const name = `new-${RUN}.test`
    await part(page).locator('input[name=domain]').fill(name)
    await part(page).locator('form', { has: page.locator('input[name=domain]') }).locator('input[name=password]').fill(demo.password)
    await press(page, op.domains.add)
    await until(() => command('ListDomains'), all => all.some(one => (one.domain?.name ?? one.domain) === name),
        'the domain is there')
    await part(page).getByRole('button', { name: op.domains.openOne(name) }).click()
    await part(page).getByRole('heading', { name: op.domains.dns }).waitFor()
    const keys = (await command('ListDkim', { domain: name, now: false })).flatMap(one => one.keys ?? one).map(one => one.selector).filter(Boolean)
    await says(...keys)
    await stage.picture(page, 'server-domain-tablet-it-light')
    await danger(page, op.domains.remove, { typed: name })
    await until(() => command('ListDomains'), all => !all.some(one => (one.domain?.name ?? one.domain) === name),
        'the domain is gone')
    stage.played(page, 'operator-domains')
    await stage.close(page)
}

/** Made, and revoked by the password again: a stolen session does neither. */
async function invitation(page) {
    const to = `invited-${RUN}@sigillo.test`
    const form = part(page).locator('form', { has: page.locator('input[name=days]') })
    await form.locator('input[name=to]').fill(to)
    await form.locator('input[name=password]').fill(demo.password)
    await form.getByRole('button', { name: 'Make the link' }).click()
    await until(() => command('ListInvitations'), all => all.some(one => JSON.stringify(one).includes(to)),
        'somebody is invited')
    await danger(page, 'Revoke', {}, part(page).locator('li', { hasText: to }))
    await until(() => command('ListInvitations'), all => !all.some(one => JSON.stringify(one).includes(to)),
        'and is not any more')
}

/** An account is bounded, disabled, gets another password, and is removed. */
async function account(stage, session) {
    const page = await openServer(stage, session, { size: 'tablet', language: 'en', theme: 'dark' })
    await tab(page, 'Accounts')
    await invitation(page)
    await part(page).getByLabel('A part of the address').fill(guest.address)
    await press(page, 'Find')
    await press(page, `Open ${guest.address}`)
    await part(page).locator('select[name=kind]').selectOption('own')
    await part(page).locator('input[name=gib]').fill('2')
    await part(page).locator('form', { has: page.getByRole('button', { name: 'Set it' }) }).locator('input[name=password]').fill(demo.password)
    await press(page, 'Set it')
    await until(() => command('AccountQuota', { address: guest.address }),
        one => one.limit === String(2 * 1024 ** 3), 'the limit')
    await stage.look(page, 'server-account-tablet-en-dark')
    await danger(page, 'Pause its sending')
    await until(() => command('AccountSending', { address: guest.address }), one => one.paused, 'its sending is paused')
    await danger(page, 'Let it send again')
    await until(() => command('AccountSending', { address: guest.address }), one => !one.paused, 'it sends again')
    await danger(page, 'Disable')
    await until(() => recipientReply(demo, 'a@elsewhere.test', guest.address), reply => reply.startsWith('5'),
        'mail for who is disabled is refused')
    await danger(page, 'Enable')
    await until(() => recipientReply(demo, 'a@elsewhere.test', guest.address), reply => reply.startsWith('2'),
        'and taken again')
    await danger(page, 'Set a new password')
    const password = await part(page).locator('.secret-line code').innerText()
    assert.equal((await ask(demo, 'POST', '/api/sign-in', { address: guest.address, password: guest.password })).status, 403, 'the former password')
    assert.equal((await ask(demo, 'POST', '/api/sign-in', { address: guest.address, password })).status, 200,
        'the new password')
    await danger(page, 'Remove the account', { typed: guest.address })
    await part(page).getByText(`${guest.address} is removed.`).waitFor()
    stage.played(page, 'operator-accounts')
    const all = await command('ListAccounts')
    assert.ok(!all.some(one => one.address === guest.address) && all.some(one => one.address === demo.address))
    await stage.close(page)
}

/** Mail waits because the other side does not take it: why is seen, it is held, released, and leaves. */
async function queue(stage, session) {
    const page = await openServer(stage, session, { size: 'desk', language: 'it', theme: 'light' })
    await command('AccountQuota', { address: 'outside@sigillo.test', limit: '1' })
    try {
        const subject = `Secret of ${RUN}`
        await submit(demo, `somebody@waits-${RUN}.test`, `From: ${demo.address}\r\nSubject: ${subject}\r\n\r\nText of ${RUN}\r\n`)
        await until(async () => (await command('ListQueue', { max: 10 })).flatMap(one => one.recipients),
            all => all.some(one => one.fault), 'it waits')
        await tab(page, 'Coda')
        await press(page, `Mostra i messaggi: waits-${RUN}.test`)
        await part(page).getByText(`da ${demo.address} a somebody@waits-${RUN}.test`).waitFor()
        assert.ok(!(await part(page).innerText()).includes(RUN.concat(' '))
            && !(await page.content()).includes(subject), 'no subject is shown')
        stage.played(page, 'operator-sees-no-mail')
        await stage.look(page, 'server-waiting-desk-it-light')
        await danger(page, 'Trattieni')
        const waiting = async () => (await command('ListQueue', { max: 100 })).flatMap(one => one.recipients).find(one => one.address.endsWith(`@waits-${RUN}.test`))
        await until(waiting, one => one.held, 'it is held')
        await command('AccountQuota', { address: 'outside@sigillo.test', limit: 'none' })
        await danger(page, 'Rilascia')
        await until(waiting, one => !one.held, 'it is released')
        await part(page).getByRole('button', { name: /^Tenta adesso Q/ }).click()
        await until(waiting, one => one === undefined, 'it has left')
        stage.played(page, 'operator-queue')
    } finally {
        await command('AccountQuota', { address: 'outside@sigillo.test', limit: 'none' })
    }
    await tab(page, 'Percorso')
    await part(page).getByLabel('Un indirizzo').fill(`somebody@waits-${RUN}.test`)
    await press(page, 'Seguilo')
    await part(page).getByText('A che punto è: L’altro server l’ha preso.').waitFor()
    const [{ steps }] = await command('Trace', { what: `somebody@waits-${RUN}.test`, max: 1 })
    const shown = part(page).locator('details[open] ol > li')
    assert.equal(await shown.count(), steps.length, 'as many steps as the command line has')
    for (const said of ['Consegnato per l\'invio con ', 'Attende di essere inviato come Q',
        'Da ritentare, il guasto è nostro: ',
        'Trattenuto dal gestore', 'Rilasciato dal gestore', 'Il gestore vuole che si tenti ora'])
        await shown.filter({ hasText: said }).first().waitFor()
    const english = (await shown.allInnerTexts()).filter(text => / (the|is|by|was) /.test(text))
    assert.deepEqual(english, [], 'no step is told in English')
    await stage.look(page, 'server-story-desk-it-light')
    stage.played(page, 'operator-trace')
    await stage.close(page)
}

/** A domain is listed for all accounts; who was turned away because an account was full is let in for it. */
async function refused(stage, session) {
    const page = await openServer(stage, session, { size: 'phone', language: 'en', theme: 'dark' })
    const wishes = address => command('FilterWishes', { ...address ? { address } : {}, allow: [], block: [],
        refuse: [], unlist: [] })
    const listed = (all, who) => all.listed.find(one => one.who === who)?.word
    const [sender, full] = [`friend@away-${RUN}.test`, `full-${RUN}@sigillo.test`]
    await tab(page, 'Filter')
    await part(page).getByLabel('Address or domain').fill(`bad-${RUN}.test`)
    await part(page).locator('select[name=word]').selectOption('refuse')
    await part(page).locator('form', { has: page.getByRole('button', { name: 'Put it on the list' }) }).locator('input[name=password]').fill(demo.password)
    await press(page, 'Put it on the list')
    await until(() => wishes(), all => listed(all, `bad-${RUN}.test`) === 'refuse', 'it is on the list')
    const listedOne = part(page).locator('li', { hasText: `bad-${RUN}.test` })
    await listedOne.locator('summary').click()
    await listedOne.locator('input[name=password]').fill(demo.password)
    await listedOne.getByRole('button', { name: 'Take off', exact: true }).click()
    await until(() => wishes(), all => listed(all, `bad-${RUN}.test`) === undefined, 'it is off the list')
    stage.played(page, 'operator-filter')
    await command('AddAccount', { address: full, password: guest.password })
    await deliver(demo, [{ from: sender, to: full, text: `From: ${sender}\nTo: ${full}\nSubject: fills it\nMessage-ID: <${RUN}@away.test>\n\nText\n` }])
    await command('AccountQuota', { address: full, limit: '1' })
    assert.match(await recipientReply(demo, sender, full), /^[45]/, 'it is full')
    await tab(page, 'Refused')
    await danger(page, 'Let it in', {}, part(page).locator('li', { hasText: sender }).first())
    await part(page).getByText(`Mail of ${sender} is let in`).waitFor()
    await stage.look(page, 'server-let-in-phone-en-dark')
    await until(() => wishes(full), all => listed(all, sender) === 'allow', 'he is let in')
    stage.played(page, 'operator-refused')
    await command('RemoveAccount', { address: full })
    await stage.close(page)
}

const HOSTILE = '"><img src=x onerror=globalThis.pwned=1><script>pwned=1</script>\u202e\u2066txt.exe\u0007'

/**
 * Whatever strangers choose, a name in EHLO, an address, a reply, is text in each page: here all that is said is
 * hostile.
 */
async function hostile(stage, session) {
    // every text, times and states too; lists have a line
    const spoilt = (value, name) => Array.isArray(value) ? value.map(one => spoilt(one, name)) : value
        && typeof value === 'object'
        ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, spoilt(one, key)])) : typeof value === 'string' ? HOSTILE : value
    const line = { domain: 'x', id: 'x', trace: 'x', from: 'x', to: 'x', lastReply: 'x', lastPeer: 'x', means: 'x',
        fault: 'x', attempts: 1, recipients: 1, octets: 1, created: 'x', oldest: 'x' }
    const more = { domains: [line], waiting: [line], refused: [{ account: 'x@y', at: 'x', times: 1, sender: 'x@y', recipient: 'x', host: 'x', reply: 'x' }], served: [{ names: ['x'], issuer: 'x', until: 'x', from: 'x' }],
        stories: [{ trace: 'x', steps: [{ at: 'x', kind: 'x', text: 'x', reply: 'x', addresses: ['x'] }] }],
            list: [{ who: 'x', word: 'x' }], engines: ['x'], targets: [{ target: 'x', place: 'x', failed: 'x',
            lacking: 'x' }],
        invitations: [{ invitation: 'x', to: 'x', state: 'x', until: 'x' }],
            keys: [{ selector: 'x', algorithm: 'x', state: 'x', dns: 'x', name: 'x', value: 'x' }],
            records: [{ purpose: 'x', state: 'wrong', name: 'x', type: 'x', next: 'x', record: 'x' }] }
    const versions = { installed: 'x', feed: 'x', trouble: 'x', urgent: true,
        next: { version: 'x', security: true, about: 'x', aboutInItalian: 'x' }, command: 'x',
        last: { state: 'failed', from: 'x', to: 'x', why: 'x' } }
    const page = await openServer(stage, session, { size: 'desk', language: 'en', theme: 'light' },
        one => one.route('**/api/operator/**', async route => {
        const path = new URL(route.request().url()).pathname
        const there = path.endsWith('/trace') ? {} : await (await route.fetch()).json()
        const lists = Object.fromEntries(Object.entries(more).filter(([name]) => Array.isArray(there[name])
            || path.endsWith('/trace') || path.endsWith('/domain') || path.endsWith('/entries')))
        await route.fulfill({ json: spoilt({ ...there, ...lists, ...path.endsWith('/upgrades') ? versions : {},
            why: undefined }) })
    }))
    for (const name of PAGES) {
        await tab(page, name)
        await part(page).getByRole('heading', { name, exact: true, level: 3 }).waitFor()
        await until(() => part(page).getByText('One moment …').count(), n => n === 0, `${name} is loaded`)
        if (name === 'Domains') {
            await part(page).getByRole('button', { name: /^Open/ }).first().click()
            await part(page).locator('pre').first().waitFor({ state: 'attached' })
        }
        if (name === 'Queue') await part(page).getByRole('button', { name: /^Show its messages/ }).first().click()
        if (name === 'Trace') {
            await part(page).locator('input[name=what]').fill('x')
            await press(page, 'Follow it')
        }
        await until(() => part(page).innerText(), text => text.includes('<img src=x'), `${name} shows it as text`)
        const found = await part(page).evaluate(one => ({ made: one.querySelectorAll('img, script, iframe, object, svg').length, text: one.innerText }))
        assert.equal(found.made, 0, name)
        const isTurned = /[\u0007\u202a-\u202e\u2066-\u2069]/.test(found.text)
        assert.ok(!isTurned, `${name}: signs that turn text round: ${JSON.stringify(/.{0,40}[\u0007\u202a-\u202e\u2066-\u2069]/s.exec(found.text)?.[0])}`)
    }
    assert.equal(await page.evaluate(() => globalThis.pwned), undefined)
    const taken = await page.evaluate(() => {
        try {
            document.createElement('div').innerHTML = '<b>text</b>'
            return true
        } catch { return false }
    })
    assert.ok(!taken, 'text becomes no document, even by a slip (Trusted Types)')
    await until(async () => page.faults, all => all.some(one => one.includes('TrustedHTML')), 'the browser says so')
    page.faults = page.faults.filter(one => !one.includes('TrustedHTML'))
    await stage.close(page)
}

const session = await signIn(demo)
await command('AddAccount', { address: guest.address, password: guest.password })
const browser = await launch()
try {
    const stage = new Stage(demo, browser, pictures)
    await play(stage, { others: () => others(stage), facts: () => facts(stage, session), 'an account': () => account(stage, session), 'the queue': () => queue(stage, session), refused: () => refused(stage, session), hostile: () => hostile(stage, session) }, only)
} finally {
    await browser.close()
}
