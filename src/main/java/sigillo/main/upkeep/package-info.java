/** What is done over and over beside serving, each kind of work on a thread of its own. */
package sigillo.main.upkeep;
