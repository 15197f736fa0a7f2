/** Ground floor: values that every package may use. No socket, no file, no clock. */
package sigillo.base;
