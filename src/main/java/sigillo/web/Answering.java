package sigillo.web;

/** What is behind a listener that speaks HTTP. Any thread. */
interface Answering {
    Reply answer(Asked asked);
}
