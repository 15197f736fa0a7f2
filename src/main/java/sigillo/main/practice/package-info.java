/** Mail of no meaning, and the reading of it, so that the JVM has compiled what reads mail before an owner waits for it. */
package sigillo.main.practice;
