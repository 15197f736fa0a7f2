import { type ReadonlySignal, useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Pages, PagesFailure } from '../login/pages'
import { Asking, failureText, type OwnProps, PasswordAgain, textOf } from '../settings/asking'
import { inert } from '../text/addresses'
import type { OperatorWords } from '../text/operator'
import { asking } from '../ui/connection'
import type { Result } from '../base/result'

/** The parts of the window. */
export type Part = keyof OperatorWords['parts']

/** What each page has. `go`: to another page, with what it is to show there. */
export interface OperatorProps extends OwnProps { op: OperatorWords, go: (part: Part, what?: string) => void }

/**
 * What strangers have chosen goes through `inert` wherever it is shown; so does what the server says, that may quote
 * them.
 */
export function whyText(failure: PagesFailure, { own, op }: OperatorProps): string {
    if (failure.kind === 'said' && failure.why !== undefined) return op.serverSays(inert(failure.why))
    if (failure.kind === 'said' && op.errors[failure.error] !== undefined) return op.errors[failure.error]!
    return failureText(failure, own)
}

export interface Asked<T> { value: ReadonlySignal<T | undefined>, wrong: ReadonlySignal<string>, again: () => Promise<void> }

/**
 * What is at `path`, now and when it is asked for `again`. An answer that comes after a later question is not taken.
 */
export function useAsked<T>(props: OperatorProps, path: string): Asked<T> {
    const value = useSignal<T | undefined>(undefined)
    const wrong = useSignal('')
    const latest = useSignal(0)
    const again = async () => {
        const mine = latest.value = latest.peek() + 1
        const got = await props.pages.get<T>(path)
        if (latest.peek() !== mine) return
        if (got.ok) value.value = got.value
        wrong.value = got.ok ? '' : whyText(got.error, props)
    }
    useEffect(() => {
        value.value = undefined
        const stop = asking(again, () => value.peek() === undefined, window)
        return () => {
            stop()
            latest.value = latest.peek() + 1
        }
    }, [path])
    return { value, wrong, again }
}

/** While it is not there: that it is coming, or why it is not. */
export function Waiting({ op, asked }: OperatorProps & { asked: Asked<unknown> }) {
    if (asked.wrong.value !== '') return <p role="alert" class="wrong">{asked.wrong.value}</p>
    return asked.value.value === undefined ? <p role="status">{op.loading}</p> : null
}

/** What must not be done by accident, nor by who finds an open browser: told first, and asked for with the password. */
export function Danger(props: OperatorProps & { name: string, label?: string, note: string, work: (ask: <T>(path: string, body: object) => Promise<Result<T, PagesFailure>>, form: FormData) => Promise<string>, children?: ComponentChildren }) {
    const { own, name, label, note, children } = props
    const details = useRef<HTMLDetailsElement>(null)
    const send = async (form: FormData) => {
        const password = textOf(form, 'password')
        const why = await props.work((path, body) => props.pages.postWith(path, password, body), form)
        // what is done is not offered again at once
        if (why === '' && details.current) details.current.open = false
        return why
    }
    return <details class="whole" ref={details}><summary {...label === undefined ? {} : { 'aria-label': label }}>{name}</summary>
        <p class="note">{note}</p>
        <Asking own={own} submit={name} work={send}>{children}<PasswordAgain own={own} /></Asking>
    </details>
}

/** Once, without a password: what was done, or why not. */
export async function order<T>(props: OperatorProps, path: string, body: object, done: (value: T) => string): Promise<string> {
    const got = await (props.pages as Pages).post<T>(path, body)
    return got.ok ? done(got.value) : whyText(got.error, props)
}
