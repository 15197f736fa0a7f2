/** As which the browser takes it: it is saved, and not shown. */
const TYPE = 'application/octet-stream'
const HELD_MS = 60_000

/** Into the downloads. */
export function handOver(blob: Blob, name: string): void {
    const url = URL.createObjectURL(new Blob([blob], { type: TYPE }))
    const link = document.createElement('a')
    link.href = url
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), HELD_MS)
}
