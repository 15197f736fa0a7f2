/** The board of this server: what it is made of, who is told of it, and what helps who helps. */
package sigillo.main.doctor;
