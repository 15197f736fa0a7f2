package sigillo.imap;

/** Leaves the grammar at the first error; never leaves this package. The message is for a BAD. */
final class Syntax extends Exception {
    Syntax(String why) { super(why, null, false, false); }
}
