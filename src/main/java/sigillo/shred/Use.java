package sigillo.shred;

/** Who wraps keys; each use has keys of its own and is tidied by itself. */
public enum Use {
    QUEUE(2), SLOTS(3), SIGNING(4);

    /** It is in what is kept: never to be changed. */
    final int number;

    Use(int number) { this.number = number; }
}
