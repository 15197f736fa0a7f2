/**
 * How the server is, on one board: what watches of it have found, and what others see of it, each line with one next step;
 * and who is told of it. {@link sigillo.doctor.Board} is what is known at a moment, {@link sigillo.doctor.Telling} says what of it is news.
 */
package sigillo.doctor;
