import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'

/** What is shown goes on growing while mail and its pictures come. In milliseconds. */
const COMING_MS = 3_000
/** By these somebody goes where he wants to. */
const OWN_WAYS = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const

/** Has what one came for at the upper edge of what scrolls around it, as soon as it is known, until somebody scrolls. */
export function useInSight(what: RefObject<HTMLElement | null>, isKnown: boolean): void {
    useEffect(() => {
        const place = what.current
        if (!place) return undefined
        const show = () => place.scrollIntoView({ block: 'start' })
        const growing = new ResizeObserver(show)
        const end = () => {
            growing.disconnect()
            clearTimeout(timer)
            for (const way of OWN_WAYS) removeEventListener(way, end, true)
        }
        const timer = setTimeout(end, COMING_MS)
        growing.observe(place)
        for (const way of OWN_WAYS) addEventListener(way, end, true)
        return end
    }, [isKnown])
}
