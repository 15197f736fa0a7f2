import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Pages } from '../login/pages'

/** A QR code, dark on light in both themes, since some readers want it so. Nothing where the server cannot make one. */
export function Qr({ pages, text, label }: { pages: Pages, text: string, label: string }) {
    const drawn = useSignal<{ size: number, path: string } | undefined>(undefined)
    useEffect(() => void pages.post<{ size: number, path: string }>('/api/qr', { text }).then(got => { if (got.ok) drawn.value = got.value }), [text])
    const one = drawn.value
    if (!one) return null
    return <figure class="qr"><svg viewBox={`0 0 ${one.size} ${one.size}`} role="img" aria-label={label}>
        <rect width={one.size} height={one.size} fill="#fff" /><path d={one.path} fill="#000" /></svg><figcaption>{label}</figcaption></figure>
}
