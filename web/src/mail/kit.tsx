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

/**
 * The recovery code is still to be typed back. Where this account has a vault the code is the browser's, and a new one
 * is made here: the server's own page would leave behind what is encrypted.
 */
export function Kit({ words, session }: { words: Messages, session: Session }) {
    const hasVault = useSignal(false)
    const own = accountWords(words)
    const sealed = sealedWords(words)
    const signedIn = { 'Sigillo-Token': session.token }
    const pages = new Pages(session.address, () => signedIn, inWorker)
    const openPgp = (account: string) => new OpenPgp({ address: session.address, account,
        ask: (path, init) => fetch(path, { ...init, headers: { ...init.headers as Record<string, string>, ...signedIn }, credentials: 'same-origin', redirect: 'error', cache: 'no-store' }),
        stretch: async (password, cost) => (await inWorker(password, { version: 1, account, ...cost }))?.kept })
    const codes: Codes = {
        renew: async ({ account, authenticating }, password) => {
            const there = openPgp(account)
            const code = await there.renew(authenticating, password)
            there.close()
            return code
        },
        confirm: typed => openPgp('').confirm(typed),
    }
    useEffect(() => void pages.get<{ slots: { kind: string }[] }>('/api/vault').then(got => {
        if (got.ok && got.value.slots.some(one => one.kind === 'recovery')) hasVault.value = true
        else location.assign('/kit')
    }), [])
    if (!hasVault.value) return <main class="waiting" aria-busy="true" />
    const again = () => location.reload()
    return <main><div class="sign-in">
        <h1>{sealed.settings.kitTitle}</h1>
        <p>{sealed.settings.kitWhat}</p>
        <TypedBack own={own} sealed={sealed} codes={codes} onDone={again} />
        <details><summary>{sealed.settings.newCode}</summary><RecoveryCode own={own} sealed={sealed} pages={pages} codes={codes} onDone={again} /></details>
    </div></main>
}
