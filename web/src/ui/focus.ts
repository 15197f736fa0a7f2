/** Where the focus goes when what had it is gone: to what is read, else to the row that keys are for. */
const HOME = '[data-home]'

/** To what had it before, where that is there still and seen. Always at once: the next key is for what is seen. */
export function giveBack(before: Element | null): void {
    if (isSeen(before)) before.focus({ preventScroll: true })
    if (before !== document.activeElement || before === document.body) goHome()
}

function goHome(): void {
    const homes = [...document.querySelectorAll(HOME)].filter(isSeen)
    if (homes.length > 0) homes.at(-1)!.focus({ preventScroll: true })
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}

function isSeen(one: Element | null): one is HTMLElement {
    return one instanceof HTMLElement && one.isConnected && one.checkVisibility({ visibilityProperty: true })
}
