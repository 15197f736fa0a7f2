package sigillo.preflight;

/** One look. It may block, and ends soon after its thread is interrupted; what it throws makes the result unknown. */
public record Check(String name, Look look) {
    /** Finds something, and judges it. */
    public interface Look {
        Result look() throws Exception;
    }
}
