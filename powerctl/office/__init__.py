"""办公文书: papers and workbooks that an office prints, signs and files."""
