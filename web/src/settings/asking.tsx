import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import type { Client } from '../jmap/client'
import type { Pages, PagesFailure } from '../login/pages'
import type { AccountWords } from '../text/account'
import type { Messages } from '../text/en'

/** What each part of the settings of an account has. */
export interface OwnProps { words: Messages, own: AccountWords, client: Client, pages: Pages }

export function failureText(failure: PagesFailure, own: AccountWords): string {
    return failure.kind === 'said' ? own.failures.errors[failure.error] ?? own.failures.broken : own.failures[failure.kind]
}

/**
 * A form in which something is asked of the server: while it is under way it cannot be sent again. `work` gives what
 * went wrong.
 */
export function Asking({ own, submit, children, work, isQuiet = false, onCancel }: { own: AccountWords, submit: string, children?: ComponentChildren,
    work: (form: FormData) => Promise<string>, isQuiet?: boolean, onCancel?: () => void }) {
    const isBusy = useSignal(false)
    const wrong = useSignal('')
    const send = async (event: Event) => {
        event.preventDefault()
        const form = event.currentTarget as HTMLFormElement
        isBusy.value = true
        wrong.value = ''
        wrong.value = await work(new FormData(form))
        isBusy.value = false
        // what was wrong is typed anew, and no password stays in a page
        for (const field of form.querySelectorAll<HTMLInputElement>('input[type=password]')) field.value = ''
    }
    return <form class="form" onSubmit={event => void send(event)}>
        {children}
        <div class="wrong" role="alert">{wrong.value}</div>
        <div class="buttons">{onCancel && <button type="button" onClick={onCancel}>{own.cancel}</button>}
            <button class={isQuiet ? '' : 'main'} disabled={isBusy.value}>{isBusy.value ? own.working : submit}</button></div>
    </form>
}

/** The password again, with why. */
export function PasswordAgain({ own }: { own: AccountWords }) {
    const why = useId()
    return <label>{own.password}<input type="password" name="password" autocomplete="current-password" maxLength={1024} required aria-describedby={why} />
        <small id={why} class="note">{own.passwordWhy}</small></label>
}

export function textOf(form: FormData, name: string): string { return String(form.get(name) ?? '') }

/** A secret in a line of its own, that can be taken into another program. */
export function Secret({ own, text, label }: { own: AccountWords, text: string, label: string }) {
    const isCopied = useSignal(false)
    return <p class="secret-line"><code aria-label={label}>{text}</code> <button type="button" onClick={() => void navigator.clipboard.writeText(text).then(() => {
        isCopied.value = true
    }, () => undefined)}>{isCopied.value ? own.copied : own.copy}</button></p>
}
