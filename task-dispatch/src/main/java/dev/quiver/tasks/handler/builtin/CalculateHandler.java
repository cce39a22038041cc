package dev.quiver.tasks.handler.builtin;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskReasons;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.InvalidInputException;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Set;

/**
 * {@code calculate.sum|average|max|min} of the numbers in the arguments and then in the payload, as
 * exact decimals in plain notation without trailing zeros. An average has {@value #AVERAGE_SCALE}
 * digits after the point, or as many as the most precise number if those are more, the last one
 * rounded half up.
 */
final class CalculateHandler implements TaskHandler {

  static final int AVERAGE_SCALE = 20;

  private static final int CHECK_EVERY = 1024;

  private static final TaskType SUM = new TaskType("calculate.sum");
  private static final TaskType AVERAGE = new TaskType("calculate.average");
  private static final TaskType MAX = new TaskType("calculate.max");
  private static final TaskType MIN = new TaskType("calculate.min");

  @Override
  public Set<TaskType> types() {
    return Set.of(SUM, AVERAGE, MAX, MIN);
  }

  @Override
  public Payload handle(TaskInput input, TaskContext context) throws IOException {
    Running running = new Running(input.type());
    try (Reader args = new StringReader(String.join(" ", input.args()));
        Reader payload = input.reader()) {
      running.addAll(args, context);
      running.addAll(payload, context);
    }
    return Payload.of(running.result().stripTrailingZeros().toPlainString());
  }

  /** One pass over the numbers. */
  private static final class Running {
    private final TaskType type;
    private BigDecimal value = BigDecimal.ZERO;
    private long count;

    Running(TaskType type) {
      this.type = type;
    }

    void addAll(Reader in, TaskContext context) throws IOException {
      NumberReader numbers = new NumberReader(in);
      for (BigDecimal each = numbers.next(); each != null; each = numbers.next()) {
        value = count == 0 ? each : combine(each);
        count++;
        if (count % CHECK_EVERY == 0) {
          context.checkCancelled();
        }
      }
    }

    private BigDecimal combine(BigDecimal each) {
      if (type.equals(MAX)) {
        return value.max(each);
      }
      return type.equals(MIN) ? value.min(each) : value.add(each);
    }

    BigDecimal result() {
      if (count == 0) {
        throw new InvalidInputException(TaskReasons.say("numbers.none", type));
      }
      if (!type.equals(AVERAGE)) {
        return value;
      }
      int scale = Math.max(AVERAGE_SCALE, value.scale());
      return value.divide(BigDecimal.valueOf(count), scale, RoundingMode.HALF_UP);
    }
  }
}
