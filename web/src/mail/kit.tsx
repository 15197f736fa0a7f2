import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Session } from '../login/account'
import { Pages } from '../login/pages'
import { inWorker } from '../login/stretching'
import { OpenPgp } from '../openpgp/openpgp'
import { type Codes, RecoveryCode, TypedBack } from '../settings/recovery-code'
import { accountWords } from '../text/account'
import type { Messages } from '../text/en'
import { sealedWords } from '../text/sealed'
import { isForBrowser, type Slots } from './kit-place'

/**
 * The recovery code is still to be typed back. Where this account has a vault the code is the browser's, and a new one
 * is made here: the server's own page would leave behind what is encrypted, and at level L2 takes no password.
 */
export function Kit({ words, session }: { words: Messages, session: Session }) {
    const slots = useSignal<Slots | undefined>(undefined)
    const own = accountWords(words)
    const sealed = sealedWords(words)
    const signedIn = { 'Sigillo-Token': session.token }
    const pages = new Pages(session.address, () => signedIn, inWorker)
    const openPgp = (account: string) => new OpenPgp({ address: session.address, account,
        ask: (path, init) => fetch(path, { ...init, headers: { ...init.headers as Record<string, string>, ...signedIn }, credentials: 'same-origin', redirect: 'error', cache: 'no-store' }),
        stretch: async (password, cost) => (await inWorker(password, { version: 1, account, ...cost }))?.kept })
    const codes: Codes = {
        renew: async ({ account, authenticating, secret }, password) => {
            const there = openPgp(account)
            const isBegun = slots.value!.length === 0 && secret !== undefined
            const code = await (isBegun ? there.begin(authenticating, secret) : there.renew(authenticating, password))
            there.close()
            return code
        },
        confirm: typed => openPgp('').confirm(typed),
    }
    useEffect(() => void pages.get<{ slots: Slots }>('/api/vault').then(got => {
        const there = got.ok ? got.value.slots : []
        if (isForBrowser(session.level, there)) slots.value = there
        else location.assign('/kit')
    }), [])
    if (!slots.value) return <main class="waiting" aria-busy="true" />
    const again = () => location.reload()
    return <main><div class="sign-in">
        <h1>{sealed.settings.kitTitle}</h1>
        <p>{sealed.settings.kitWhat}</p>
        <TypedBack own={own} sealed={sealed} codes={codes} onDone={again} />
        <details><summary>{sealed.settings.newCode}</summary><RecoveryCode own={own} sealed={sealed} pages={pages} codes={codes} onDone={again} /></details>
    </div></main>
}
