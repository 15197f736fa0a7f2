import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/**
 * Parts of a window, one seen at a time. Arrows go from one tab to the next; `id` is of the panel, and one in a page.
 */
export function Tabs<P extends string>({ id, label, parts, part, nameOf, onPart, children }: { id: string, label: string, parts: readonly P[], part: P,
    nameOf: (part: P) => string, onPart: (part: P) => void, children: ComponentChildren }) {
    const onKeyDown = (event: KeyboardEvent) => {
        const at = parts.indexOf(part)
        const before = at - 1 + parts.length
        const next = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: before, ArrowLeft: before, Home: 0, End: parts.length - 1 }[event.key]
        if (next === undefined) return
        event.preventDefault()
        const to = parts[next % parts.length]!
        onPart(to)
        ;(event.currentTarget as HTMLElement).querySelector<HTMLElement>(`#tab-${to}`)?.focus()
    }
    const list = useRef<HTMLDivElement>(null)
    // on a phone they are a row that is wider than the page
    useLayoutEffect(() => { list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }) }, [part])
    return <div class="settings">
        <div ref={list} role="tablist" aria-label={label} aria-orientation="vertical" onKeyDown={onKeyDown}>{parts.map(one => <button type="button" role="tab"
            id={`tab-${one}`} aria-selected={part === one} aria-controls={id} tabIndex={part === one ? 0 : -1} onClick={() => onPart(one)}>{nameOf(one)}</button>)}</div>
        <div role="tabpanel" id={id} aria-labelledby={`tab-${part}`} key={part}>{children}</div>
    </div>
}
