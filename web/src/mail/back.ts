import { effect } from '@preact/signals'

/** Something that is open over the list. */
export interface Layer { isOpen: () => boolean, close: () => void | Promise<void> }
type Way = Pick<History, 'state' | 'pushState' | 'go'>

/**
 * The browser's Back, a phone's too, closes what is open last instead of leaving the mail: for each open layer there
 * is one
 * step of the history more, and it goes when the layer is closed by other ways. `layers`: what lies below comes first.
 * Gives what is to be called for `popstate`, and what ends it.
 */
export function backCloses(layers: readonly Layer[], way: Way): { stepped: () => void, stop: () => void } {
    const depth = (): number => { const said: unknown = way.state?.depth; return typeof said === 'number' ? said : 0 }
    let isGoing = false
    const settle = () => {
        const wanted = layers.filter(one => one.isOpen()).length
        if (isGoing) return
        for (let at = depth(); at < wanted; at++) way.pushState({ depth: at + 1 }, '')
        if (depth() <= wanted) return
        isGoing = true
        way.go(wanted - depth())
    }
    const stop = effect(settle)
    const stepped = async () => {
        // a step of ours: meanwhile something may have been opened
        if (isGoing) {
            isGoing = false
            return settle()
        }
        const open = layers.filter(one => one.isOpen())
        await Promise.all(open.slice(depth()).reverse().map(one => one.close()))
        settle()
    }
    return { stepped: () => void stepped(), stop }
}
