/** A field of addresses that is left takes what was typed into it: before it is sent, saved or closed. */
export function leaveField(): void {
    if (document.activeElement instanceof HTMLElement && document.activeElement.matches('.address-field input')) document.activeElement.blur()
}
