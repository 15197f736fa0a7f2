import { useSignal } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import type { EmailAddress } from '../jmap/types'
import { displayName, formatAddress, inert, parseAddresses } from '../text/addresses'
import type { Messages } from '../text/en'
import type { People } from './people'

interface Props { words: Messages, label: string, people: People, value: EmailAddress[], onChange: (value: EmailAddress[]) => void, hasFocus?: boolean }

/** More are folded: the first ones are seen, and the last, which is taken out by a key. */
const SEEN_MAX = 8
const SEEN_FIRST = 3

/** Addresses, each as a piece of its own, and a field for more, which proposes whom one knows: a combobox of ARIA. */
export function AddressField({ words, label, people, value, onChange, hasFocus }: Props) {
    const id = useId()
    const input = useRef<HTMLInputElement>(null)
    const proposed = useSignal<EmailAddress[]>([])
    const at = useSignal(0)
    const wrong = useSignal('')
    const isUnfolded = useSignal(false)
    const folded = isUnfolded.value || value.length <= SEEN_MAX ? 0 : value.length - SEEN_FIRST - 1
    useEffect(() => { if (hasFocus) input.current!.focus() }, [])
    const take = (more: EmailAddress[]) => {
        const there = new Set(value.map(one => one.email.toLowerCase()))
        onChange([...value, ...more.filter(one => !there.has(one.email.toLowerCase()))])
        input.current!.value = ''
        proposed.value = []
        wrong.value = ''
    }
    const finish = () => {
        // who closes it by a key leaves the field only when it is gone
        if (!input.current) return
        const { addresses, rest } = parseAddresses(input.current.value)
        if (addresses.length > 0) take(addresses)
        input.current.value = rest.join(', ')
        wrong.value = rest.length > 0 ? words.compose.noAddress(inert(rest.join(', '))) : ''
        proposed.value = []
    }
    const onInput = () => {
        const text = input.current!.value
        const written = text.trimEnd()
        if (/[,;]$/.test(written) || text.includes('\n', written.length)) return finish()
        at.value = 0
        proposed.value = people.find(text).filter(one => !value.some(other => other.email.toLowerCase() === one.email.toLowerCase()))
    }
    const onKeyDown = (event: KeyboardEvent) => {
        const { length } = proposed.value
        if (event.key === 'ArrowDown' && length > 0) at.value = (at.value + 1) % length
        else if (event.key === 'ArrowUp' && length > 0) at.value = (at.value - 1 + length) % length
        else if ((event.key === 'Enter' || event.key === 'Tab') && length > 0 && !event.shiftKey) take([proposed.value[at.value]!])
        else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) finish()
        else if (event.key === 'Escape' && length > 0) {
            proposed.value = []
            event.stopPropagation()
        } else if (event.key === 'Backspace' && input.current!.value === '' && value.length > 0) onChange(value.slice(0, -1))
        else return
        event.preventDefault()
    }
    const piece = (one: EmailAddress) => <span class="piece" title={formatAddress(one)}><span>{displayName(one)}</span><button type="button"
        aria-label={words.compose.takeOut(displayName(one))} onClick={() => onChange(value.filter(other => other !== one))}>×</button></span>
    return <div class="address-field">
        <label for={id}>{label}</label>
        <div class="pieces">
            {(folded > 0 ? value.slice(0, SEEN_FIRST) : value).map(piece)}
            {folded > 0 && <button type="button" class="plain others" onClick={() => {
                isUnfolded.value = true
                input.current!.focus()
            }}>{words.compose.others(folded)}</button>}
            {folded > 0 && value.slice(-1).map(piece)}
            <input id={id} ref={input} type="text" autocomplete="off" autocapitalize="off" spellcheck={false} role="combobox" aria-autocomplete="list"
                aria-expanded={proposed.value.length > 0} aria-controls={`${id}list`} aria-invalid={wrong.value !== ''} aria-describedby={`${id}wrong`}
                {...proposed.value.length > 0 ? { 'aria-activedescendant': `${id}at${at.value}` } : {}}
                onInput={onInput} onKeyDown={onKeyDown} onBlur={finish} />
        </div>
        <ul id={`${id}list`} role="listbox" aria-label={label} hidden={proposed.value.length === 0}>
            {proposed.value.map((one, i) => <li id={`${id}at${i}`} role="option" aria-selected={i === at.value}
                onPointerDown={event => { event.preventDefault(); take([one]) }}><b>{displayName(one)}</b> <span>{inert(one.email)}</span></li>)}
        </ul>
        <div id={`${id}wrong`} class="wrong" role="alert">{wrong.value}</div>
    </div>
}
