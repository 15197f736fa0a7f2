/**
 * Ground floor: values that every package may use, and how all of us raise an alarm or complain in the log. No socket,
 * no file; time is given by whoever calls.
 */
package sigillo.base;
