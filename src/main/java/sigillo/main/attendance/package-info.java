/** When this server served, as it said itself, and how much of the time that is. */
package sigillo.main.attendance;
