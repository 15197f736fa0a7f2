/** A complete server on loopback with people who have mail, and the rehearsal of the build, which uses it. */
package sigillo.main.demo;
