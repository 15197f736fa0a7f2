/**
 * A user sends: SMTP submission and, later, JMAP meet here. Checks who may send as whom, mends, puts into the queue.
 */
package sigillo.submission;
