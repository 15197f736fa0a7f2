import { useSignal } from '@preact/signals'
import { whyNotPassphrase } from '../login/passphrase'
import type { Messages } from '../text/en'
import { sealedWords } from '../text/sealed'

/** Who has lost his password sets a new one by his recovery code. Neither leaves this browser. */
export function Recover({ words, onDone }: { words: Messages, onDone: () => void }) {
    const own = sealedWords(words).recover
    const wrong = useSignal('')
    const isBusy = useSignal(false)
    const isDone = useSignal(false)
    const submit = async (event: Event) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget as HTMLFormElement)
        const text = (name: string) => String(form.get(name) ?? '')
        const why = whyNotPassphrase(text('next'), text('again'))
        wrong.value = why ? own.why[why]! : ''
        if (why) return
        isBusy.value = true
        const came = await (await import('./recovering')).recover(text('address').trim(), text('code'), text('next'))
        isBusy.value = false
        if (came === 'done') isDone.value = true
        else wrong.value = own.why[came]!
    }
    if (isDone.value) return <div class="sign-in"><p role="status">{own.done}</p><button type="button" class="main" onClick={onDone}>{words.signIn.submit}</button></div>
    return <form class="sign-in" onSubmit={event => void submit(event)}>
        <h1>{own.title}</h1>
        <p>{own.what}</p>
        <label>{words.signIn.address}<input name="address" type="email" autocomplete="username" maxLength={320} required autofocus /></label>
        <label>{own.code}<input name="code" autocomplete="off" maxLength={200} autocapitalize="characters" spellcheck={false} required /></label>
        <label>{own.next}<input name="next" type="password" autocomplete="new-password" maxLength={1024} required /></label>
        <label>{own.again}<input name="again" type="password" autocomplete="new-password" maxLength={1024} required /></label>
        <div class="wrong" role="alert">{wrong.value}</div>
        <button class="main" disabled={isBusy.value}>{isBusy.value ? words.signIn.working : own.submit}</button>
        <button type="button" class="plain" onClick={onDone}>{own.back}</button>
    </form>
}
