"""Form fields that accept what people type in different spellings."""
