/**
 * This process: its log, how it ends when a signal comes, which file it runs from, and how another version takes its
 * place.
 */
package sigillo.main.process;
