package dev.quiver.cli.process;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * These tests make network namespaces. Where that is not possible they are skipped, and one line
 * says so; where {@code QUIVER_NAMESPACES} is {@code required} they fail instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsNamespaces.Condition.class)
@interface NeedsNamespaces {

  /** Looks, once. */
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      String hindrance =
          context
              .getRoot()
              .getStore(ExtensionContext.Namespace.GLOBAL)
              .getOrComputeIfAbsent("netns", key -> look(), String.class);
      if (hindrance.isEmpty()) {
        return ConditionEvaluationResult.enabled("namespaces can be made");
      }
      if ("required".equals(System.getenv("QUIVER_NAMESPACES"))) {
        throw new IllegalStateException(
            "network namespaces are required here and cannot be made: " + hindrance);
      }
      return ConditionEvaluationResult.disabled(hindrance);
    }

    private static String look() {
      String hindrance = Namespaces.hindrance();
      if (!hindrance.isEmpty()) {
        System.out.println(
            "Partition tests are skipped: they need root and iproute2 to make network namespaces ("
                + hindrance
                + ").");
      }
      return hindrance;
    }
  }
}
