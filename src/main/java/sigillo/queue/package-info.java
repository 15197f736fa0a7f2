/** What is to leave, and when. Owns time; {@link sigillo.queue.Carrier}s own the conversation. */
package sigillo.queue;
