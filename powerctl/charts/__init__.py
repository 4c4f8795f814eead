"""Pictures of workflows: a sketch says what is drawn, an engine gives it places, a writer gives it ink."""
