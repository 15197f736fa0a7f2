import { useSignal } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import type { EmailAddress } from '../jmap/types'
import type { Messages } from '../text/en'
import { hints, withHint, type Hint } from '../text/search'
import { Icon, IconButton } from '../ui/icons'
import type { Mail } from './model'

/** The words of a search, and what could be meant: a combobox of ARIA. */
export function SearchBox({ words, mail }: { words: Messages, mail: Mail }) {
    const id = useId()
    const input = useRef<HTMLInputElement>(null)
    const proposed = useSignal<Hint[]>([])
    const at = useSignal(-1)
    useEffect(() => { if (input.current!.value.trim() !== mail.searched.value) input.current!.value = mail.searched.value }, [mail.searched.value])
    const look = () => {
        const names = words.search.names.map(([write, label]) => ({ write, label }))
        proposed.value = hints(input.current!.value, names, text => peopleOf(mail, text), mail.searchable.value, mail.labels.all.value)
        at.value = -1
    }
    const run = (text: string) => {
        proposed.value = []
        at.value = -1
        mail.search(text)
    }
    const take = (hint: Hint) => {
        input.current!.value = withHint(input.current!.value, hint)
        input.current!.focus()
        if (hint.write.endsWith(':')) look()
        else run(input.current!.value)
    }
    const onKeyDown = (event: KeyboardEvent) => {
        const { length } = proposed.value
        if (event.key === 'ArrowDown' && length > 0) at.value = (at.value + 1) % length
        else if (event.key === 'ArrowUp' && length > 0) at.value = (at.value + length - 1) % length
        else if (event.key === 'Enter' || event.key === 'Tab' && at.value >= 0) {
            const hint = proposed.value[at.value]
            if (hint) take(hint)
            else {
                run(input.current!.value)
                // what is found is there for the keys
                input.current!.blur()
            }
        } else if (event.key === 'Escape') {
            if (length > 0) proposed.value = []
            else input.current!.blur()
        } else return
        event.preventDefault()
        event.stopPropagation()
    }
    return <search class="search">
        <Icon path="search" />
        <input ref={input} id={`${id}in`} data-search type="text" inputmode="search" enterkeyhint="search" role="combobox" aria-label={words.search.label} placeholder={words.search.label} autocomplete="off"
            spellcheck={false} aria-autocomplete="list" aria-expanded={proposed.value.length > 0} aria-controls={`${id}list`}
            {...at.value >= 0 ? { 'aria-activedescendant': `${id}at${at.value}` } : {}}
            onInput={look} onFocus={look} onKeyDown={onKeyDown} onBlur={() => { proposed.value = [] }} />
        {mail.searched.value !== '' && <IconButton path="close" name={words.search.clear} onClick={() => mail.search('')} />}
        <ul id={`${id}list`} role="listbox" aria-label={words.search.label} hidden={proposed.value.length === 0}>
            {proposed.value.map((one, i) => <li id={`${id}at${i}`} role="option" aria-selected={i === at.value}
                onPointerDown={event => { event.preventDefault(); take(one) }}><b>{one.write}</b> {one.write.trim().endsWith(one.label) ? '' : one.label}</li>)}
        </ul>
    </search>
}

/** Of mail that is known here already. */
function peopleOf(mail: Mail, text: string): string[] {
    const found = new Map<string, number>()
    const count = (all: EmailAddress[] | null) => all?.forEach(({ name, email }) => {
        const address = email.toLowerCase()
        const isOne = address.startsWith(text) || (name ?? '').toLowerCase().split(/\s+/).some(one => one.startsWith(text))
        if (isOne) found.set(address, (found.get(address) ?? 0) + 1)
    })
    for (const id of mail.emails.ids()) {
        const row = mail.emails.said(id)
        count(row?.from ?? null)
        count(row?.to ?? null)
    }
    return [...found].sort((a, b) => b[1] - a[1]).slice(0, 6).map(([address]) => address)
}
