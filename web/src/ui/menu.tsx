import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

export interface Choice { label: string, run: () => void, key?: string | undefined, isOff?: boolean }

/** A button that opens a list of choices. Arrows go through it, Escape closes it and brings the focus back. */
export function Menu({ label, children, choices }: { label: string, children: ComponentChildren, choices: (Choice | undefined | false)[] }) {
    const menu = useRef<HTMLDetailsElement>(null)
    const close = (hasFocus: boolean) => {
        menu.current!.open = false
        if (hasFocus) menu.current!.querySelector('summary')!.focus()
    }
    useEffect(() => {
        const outside = (event: Event) => { if (menu.current?.open && !menu.current.contains(event.target as Node)) close(false) }
        document.addEventListener('pointerdown', outside)
        return () => document.removeEventListener('pointerdown', outside)
    }, [])
    const onKeyDown = (event: KeyboardEvent) => {
        if (!menu.current!.open) return
        const all = [...menu.current!.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')]
        const at = all.indexOf(document.activeElement as HTMLButtonElement)
        const next = { ArrowDown: at + 1, ArrowUp: at < 0 ? all.length - 1 : at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key]
        if (next !== undefined) all[next % all.length]?.focus()
        else if (event.key === 'Escape') close(true)
        else return
        event.preventDefault()
        event.stopPropagation()
    }
    return <details class="menu" ref={menu} onKeyDown={onKeyDown} onToggle={() => { if (menu.current?.open) menu.current.querySelector<HTMLElement>('button:not(:disabled)')?.focus() }}
        onFocusOut={event => { if (event.relatedTarget && !menu.current!.contains(event.relatedTarget as Node)) close(false) }}>
        <summary aria-label={label} title={label} role="button" aria-haspopup="menu">{children}</summary>
        <div role="menu">{choices.filter(one => one !== undefined && one !== false).map(one => <button type="button" role="menuitem"
            disabled={one.isOff} onClick={() => { close(true); one.run() }}>
            <span>{one.label}</span>{one.key && <kbd>{one.key}</kbd>}</button>)}</div>
    </details>
}
