/** The story of each message: one event a step, kept under the message's trace id. Addresses, never content. */
package sigillo.trace;
