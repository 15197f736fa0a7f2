/**
 * No scripts and no forms. `allow-same-origin` lets the page measure the frame, and gives nothing to what is in it:
 * there nothing runs.
 */
export const SANDBOX = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox'
