/** Which of the stores is opened, and how everything moves from one into another. No other package opens them. */
package sigillo.main.backend;
