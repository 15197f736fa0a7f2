import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** A window above all others; Escape closes it, and the focus goes back to where it was. */
export function Dialog({ title, close, onClose, children }:
    { title: string, close: string, onClose: () => void, children: ComponentChildren }) {
    const dialog = useRef<HTMLDialogElement>(null)
    useEffect(() => { dialog.current?.showModal() }, [])
    return <dialog ref={dialog} aria-label={title} onClose={onClose}>
        <h2>{title}</h2>
        {children}
        <form method="dialog"><button>{close}</button></form>
    </dialog>
}
