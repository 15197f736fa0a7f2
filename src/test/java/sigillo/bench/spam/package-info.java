/**
 * {@code ./bench spam}: what is found of spam, and taken for it by mistake, by our filter and by those of others, on the same
 * labelled mail, cut by time, before anything was learnt and after the same was.
 */
package sigillo.bench.spam;
