import { whyNotPassphrase } from '../login/passphrase'
import type { OpenPgp } from '../openpgp/openpgp'
import { sealedWords } from '../text/sealed'
import { Asking, failureText, type OwnProps, textOf } from './asking'

/** Both passwords stay here; what the present one opens is wrapped by the new one in the same step. */
export function ChangePassword(props: OwnProps & { openPgp: () => Promise<OpenPgp> }) {
    const { own, words } = props
    const said = sealedWords(words).recover
    return <details><summary>{said.change}</summary><p class="note">{said.changeWhat}</p>
        <Asking own={own} submit={said.change} work={form => change(props, textOf(form, 'present'), textOf(form, 'next'), textOf(form, 'again'))}>
            <label>{said.present}<input type="password" name="present" autocomplete="current-password" maxLength={1024} required /></label>
            <label>{said.next}<input type="password" name="next" autocomplete="new-password" maxLength={1024} required /></label>
            <label>{said.again}<input type="password" name="again" autocomplete="new-password" maxLength={1024} required /></label>
        </Asking></details>
}

async function change({ own, words, pages, openPgp }: OwnProps & { openPgp: () => Promise<OpenPgp> }, present: string, next: string, again: string): Promise<string> {
    const said = sealedWords(words)
    const why = whyNotPassphrase(next, again)
    if (why) return said.recover.why[why]!
    const [proof, fresh, there] = [await pages.stretched(present), await pages.next(next), await openPgp()]
    if (!proof.ok) return failureText(proof.error, own)
    if (!fresh.ok) return failureText(fresh.error, own)
    if (await there.ready() === 'locked') {
        const opened = await there.unlock(present)
        if (!opened.ok) return opened.error === 'passphrase' ? said.unlock.wrong : said.why[opened.error] ?? said.why['other']!
    }
    const vault = there.state.value === 'none' ? undefined : await there.vault.slotsWith([fresh.value.secret])
    if (vault && !vault.ok) return said.why[vault.error] ?? said.why['other']!
    const done = await pages.post('/api/password', { authenticating: proof.value.authenticating, next: fresh.value.next, ...vault?.ok && { vault: vault.value } })
    if (!done.ok) return failureText(done.error, own)
    location.reload()
    return ''
}
