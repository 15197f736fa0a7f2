package sigillo.preflight;

/** What one check has found. {@code sentence}: what is so; {@code next}: the one step to take, empty when all is fine. */
public record Result(String name, State state, Words sentence, Words next) {

    public static Result fine(String name, Words sentence) { return new Result(name, State.FINE, sentence, Words.NONE); }

    public static Result warning(String name, Words sentence, Words next) { return new Result(name, State.WARNING, sentence, next); }

    public static Result wrong(String name, Words sentence, Words next) { return new Result(name, State.WRONG, sentence, next); }

    public static Result unknown(String name, Words sentence, Words next) { return new Result(name, State.UNKNOWN, sentence, next); }
}
