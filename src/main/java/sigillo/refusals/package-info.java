/**
 * What refusals of other servers mean, and what to do next. What is known of them is in a file, {@code refusals.txt} in
 * resources; begin reading at {@link sigillo.refusals.Refusals}.
 */
package sigillo.refusals;
