package dev.quiver.docker;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.DockerClientFactory;

/** Looks for an engine, once, and hands tests the platform that all of them share. */
final class EngineExtension implements ExecutionCondition, ParameterResolver {

  private static final String NONE =
      "Container tests are skipped: no Docker engine was found (DOCKER_HOST or"
          + " /var/run/docker.sock). CONTRIBUTING.md says how to get one.";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return context
            .getRoot()
            .getStore(ExtensionContext.Namespace.GLOBAL)
            .getOrComputeIfAbsent("engine", key -> isThere(), Boolean.class)
        ? ConditionEvaluationResult.enabled("there is a Docker engine")
        : ConditionEvaluationResult.disabled(NONE);
  }

  private static boolean isThere() {
    EngineVersion.adopt();
    boolean there = DockerClientFactory.instance().isDockerAvailable();
    if (!there) {
      System.out.println(NONE);
    }
    return there;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Platform.class;
  }

  @Override
  public Platform resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // The store closes it after the last test of all classes.
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent("platform", key -> Platform.start(), Platform.class);
  }
}
